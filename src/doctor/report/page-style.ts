/** How the page looks. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #667085; --line: #d6dbe3; --back: #fff; --card: #f6f8fb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #344054; --back: #12161d; --card: #1b212b; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); max-width: 1000px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; } h3 { margin: 0; font-size: 1rem; }
article { background: var(--card); border-left: 4px solid var(--line); border-radius: 4px; padding: .7rem 1rem; margin: .6rem 0; }
article.fault { border-color: #d92d20; } article.warning { border-color: #f79009; }
.where { color: var(--soft); margin: 0 0 .4rem; font-size: .85rem; }
article table { font-size: .85rem; border-spacing: 1rem 0; margin-left: -1rem; } article td:nth-child(2) { font-variant-numeric: tabular-nums; font-weight: 600; white-space: nowrap; }
#map, #strips, #loss, #scores { overflow-x: auto; } svg { width: 100%; min-width: 640px; height: auto; display: block; } svg text { fill: var(--ink); font: 11px system-ui, sans-serif; } svg .soft { fill: var(--soft); }
svg .row { cursor: pointer; } svg .axis { stroke: var(--line); }
#legend { display: flex; gap: .6rem; align-items: center; color: var(--soft); font-size: .8rem; margin-top: .3rem; } #legend canvas { border-radius: 3px; }
pre { background: var(--card); padding: .8rem; overflow-x: auto; font-size: .8rem; } .plus { color: #067647; } .minus { color: #b42318; }
@media (prefers-color-scheme: dark) { .plus { color: #47cd89; } .minus { color: #f97066; } }
select { font: inherit; margin: 0 0 .5rem .3rem; }
`;
