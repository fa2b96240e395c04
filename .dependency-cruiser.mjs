/**
 * The floors of the house: a file imports only from its own floor and from floors below.
 * Folders on one line share a floor. Top floor first.
 */
const floors = [
  ['cli', 'studio'],
  ['doctor'],
  ['models'],
  ['saving'],
  ['callbacks', 'datasets', 'data', 'plot'],
  ['layers'],
  [
    'optimizers',
    'losses',
    'metrics',
    'initializers',
    'activations',
    'regularizers',
    'constraints',
    'quantizers',
    'utils',
    'tree',
  ],
  ['ops', 'random', 'config'],
  ['dtype-policies'],
  ['tensor'],
  ['backends'],
  ['compiler'],
  ['graph'],
  ['support'],
];

/** What runs in the studio's page: Vite bundles it, with the libraries it draws with. */
const bundled = '^src/studio/(page|kit|playground|vite\\.config\\.ts)';
const tests = '\\.test\\.ts$|/testing/';
const folders = (names) => `^src/(${names.join('|')})/`;

const upward = floors.flatMap((floor, index) => {
  const above = floors.slice(0, index).flat();
  return above.length === 0
    ? []
    : [
        {
          name: `${floor.join('-')}-imports-no-higher-floor`,
          severity: 'error',
          comment: `src/${floor.join(', src/')} may import only its own floor and floors below.`,
          from: { path: folders(floor), pathNot: tests },
          to: { path: folders(above) },
        },
      ];
});

export default {
  forbidden: [
    ...upward,
    {
      name: 'every-folder-has-a-floor',
      severity: 'error',
      comment: 'A new folder under src/ gets its floor in .dependency-cruiser.mjs.',
      from: { path: '^src/[^/]+/', pathNot: folders(floors.flat()) },
      to: {},
    },
    {
      name: 'only-entry-points-import-the-front-door',
      severity: 'error',
      comment: 'src/index.ts is for users; rooms import each other directly.',
      from: { path: '^src/', pathNot: `^src/(cli|studio)/|${tests}` },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'no-cycle-between-folders',
      severity: 'error',
      comment: 'Two rooms that need each other are one room, or lack a third one below both.',
      from: { path: '^src/([^/]+)/', pathNot: tests },
      to: { circular: true, path: '^src/', pathNot: '^src/$1/', viaOnly: { pathNot: tests } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'An import that leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'loads-in-browsers',
      severity: 'error',
      comment: "Import what only Node has where it is used: await import('node:fs/promises').",
      from: {
        path: '^src/',
        pathNot: `^src/(cli|studio/(events|store|server))/|^src/studio/vite\\.config\\.ts$|[/-]worker\\.(mjs|ts)$|${tests}`,
      },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'], dynamic: false },
    },
    {
      name: 'the-page-stays-bundled',
      severity: 'error',
      comment: "The studio's page and its kit are bundled: no module of the package may import them.",
      from: { path: '^src/', pathNot: `${bundled}|${tests}` },
      to: { path: bundled },
    },
    {
      name: 'nothing-undeclared',
      severity: 'error',
      comment: 'The package may import only what its package.json declares for its users.',
      from: { path: '^src/', pathNot: `${bundled}|${tests}` },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
