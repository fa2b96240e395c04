import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * What a script was called with. `--help` prints how it is called and ends the process; so does a wrong call, with what
 * is wrong and exit code 2.
 *
 * @param usage how the script is called, one line for each option
 */
export function commandLine<const T extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: T) {
  if (process.argv.slice(2).includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
