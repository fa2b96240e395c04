/**
 * Runs a conformance suite: `npm run conformance -- DIR [GROUP] [--verbose]`.
 * Exits with 1 when a case fails, with 2 when there is nothing to run.
 */
import { parseArgs } from 'node:util';
import { failureLines, groupLine } from './report.ts';
import { runSuite } from './suite.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean', short: 'v', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [directory, group] = positionals;
const usage = `Usage: npm run conformance -- DIR [GROUP] [--verbose]

Compares with the numbers of a conformance suite, group by group; --verbose tells what differs.
Exits with 1 when a case fails, with 2 when there is nothing to run.`;
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (directory === undefined || positionals.length > 2) {
  console.error(usage);
  process.exit(2);
}
const reports = await runSuite(directory, group, (report) => {
  console.log(groupLine(report));
  if (values.verbose) for (const line of failureLines(report)) console.log(line);
});
if (reports.length === 0) {
  console.error(`No groups found. Received: directory=${directory}, group=${group ?? 'all'}`);
  process.exitCode = 2;
} else if (reports.some(({ failures }) => failures.length > 0)) {
  process.exitCode = 1;
}
