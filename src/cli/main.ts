#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { messageOf } from '../support/message-of.ts';
import type { ConvertOptions } from './convert.ts';
import type { PredictOptions } from './predict.ts';
import type { StudioCommandOptions } from './studio-command.ts';
import type { SummaryOptions } from './summary.ts';
import { UsageError } from './usage-error.ts';

/** What went wrong with the files, as opposed to how the command was called. */
const FAILED = 1;
const USAGE = 2;

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return value;
}

function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 0 (any port that is free) to 65535.');
  return value;
}

/** The commands of `keratin`. Each loads what it needs when it runs, so that help and wrong calls are answered at once. */
function program(): Command {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  const command = new Command('keratin')
    .description('Looks at models, converts them, asks them for predictions, and says why they do not learn.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('Try keratin --help.');
  const add = (name: string, description: string): Command =>
    command.command(name).description(description).exitOverride().showHelpAfterError();
  add('summary', 'Prints the layers of a model with their shapes and numbers of parameters.')
    .argument('<file>', 'a model: .keras, or .h5 of a whole model')
    .option('--nested', 'also the layers of nested models')
    .action(async (file: string, options: SummaryOptions) => {
      const { summary } = await import('./summary.ts');
      await summary(file, options);
    });
  add('convert', 'Writes a model, or its weights, in another format, which the ending of the name says.')
    .argument('<from>', 'a model: .keras, or .h5 of a whole model')
    .argument('<to>', '.keras, .h5, .weights.h5, .safetensors, .npz or .onnx')
    .option('--pytorch', "names and layout of PyTorch's layers (.safetensors and .npz)")
    .action(async (from: string, to: string, options: ConvertOptions) => {
      const { convert } = await import('./convert.ts');
      await convert(from, to, options);
    });
  add('predict', 'Asks a model for its answers and prints them, a line for each sample.')
    .argument('<model>', 'a model: .keras, or .h5 of a whole model')
    .argument('<data>', 'samples: .csv (a row each), .npy (along the first axis), .png or .jpg (one picture)')
    .option('-o, --output <file>', 'writes the answers to a .csv or .npy file instead')
    .option('-b, --batch-size <n>', 'samples per step', positive, 32)
    .action(async (model: string, data: string, options: PredictOptions) => {
      const { predict } = await import('./predict.ts');
      await predict(model, data, options);
    });
  add('doctor', 'Says what keeps a net from learning (keratin doctor --help).')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (given: readonly string[]) => {
      const { doctorCommand } = await import('./doctor-command.ts');
      process.exitCode = await doctorCommand(given);
    });
  add('studio', 'Shows runs in the browser while they learn: curves, the whole net over time, findings.')
    .argument('[dir]', 'the log folder, of Keratin, Keras, TensorFlow or PyTorch', 'logs')
    .option('-p, --port <n>', 'where it listens; 0 for any port that is free', portNumber, 6007)
    .option('--host <name>', 'whom it listens to; every name but the default opens it to the network', '127.0.0.1')
    .option('--no-open', 'opens no browser')
    .action(async (folder: string, options: StudioCommandOptions) => {
      const { studioCommand } = await import('./studio-command.ts');
      await studioCommand(folder, options);
    });
  return command;
}

try {
  await program().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    console.error(`keratin: ${messageOf(error)}`);
    process.exitCode = error instanceof UsageError ? USAGE : FAILED;
  }
}
