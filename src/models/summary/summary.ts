import { ELEMENT_BYTES } from '../../support/dtype.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { sizeOf } from '../../support/shape.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { Model } from '../model.ts';
import { formatMemory } from './memory-size.ts';
import { isSequentialLike, summaryRows } from './rows.ts';
import { type Alignment, type Column, formatTable } from './table.ts';

export interface SummaryOptions {
  /** Width of the table in characters. Default: 88 (with connections 108, with `showTrainable` 12 more), at most the terminal's less 4. */
  lineLength?: number | null;
  /** Where columns end, as parts of the line. Default [0.45, 0.8, 1], or [0.3, 0.56, 0.74, 1] with connections. */
  positions?: readonly number[] | null;
  /** What prints the text. Default `console.log`. */
  printFn?: ((text: string) => void) | null;
  /** Whether layers of nested models get rows of their own. Default false. */
  expandNested?: boolean;
  /** Whether a column says which layers are trainable. Default false. */
  showTrainable?: boolean;
  /** Regular expressions for the names of the first and the last layer to show. Default: all layers. */
  layerRange?: readonly [string, string] | null;
}

const optionNames = ['lineLength', 'positions', 'printFn', 'expandNested', 'showTrainable', 'layerRange'];

const NARROWEST = 40;

function terminalWidth(): number {
  const columns = Number(process.env.COLUMNS ?? 0);
  // Terminals without a known size say that they have 0 columns.
  return columns > 0 ? columns : process.stdout.columns || 80;
}

interface Layout {
  readonly columns: readonly Column[];
  readonly lineLength: number;
}

function layoutOf(connected: boolean, options: SummaryOptions): Layout {
  const headers = ['Layer (type)', 'Output Shape', 'Param #', ...(connected ? ['Connected to'] : [])];
  const alignments: Alignment[] = ['left', 'left', 'right', 'left'];
  let positions = options.positions ?? (connected ? [0.3, 0.56, 0.74, 1] : [0.45, 0.8, 1]);
  let widest = connected ? 108 : 88;
  if (positions.length !== headers.length || positions.some((p) => !(p > 0 && p <= 1))) {
    throw badArgument('positions', `${headers.length} numbers between 0 and 1`, options.positions);
  }
  if (options.showTrainable) {
    widest += 12;
    positions = [...positions.map((p) => p * 0.9), 1];
    alignments[headers.length] = 'center';
    headers.push('Trainable');
  }
  // A narrow terminal is no mistake of the caller.
  const lineLength = options.lineLength ?? Math.max(NARROWEST, Math.min(widest, terminalWidth() - 4));
  let end = 0;
  const columns = headers.map((header, i) => {
    const width = Math.trunc((positions[i] ?? 1) * lineLength) - end;
    if (width < 4) throw badArgument('lineLength', 'wide enough for at least 4 characters in each column', lineLength);
    end += width;
    return { header, alignment: alignments[i] ?? 'left', width };
  });
  return { columns, lineLength };
}

const count = (variables: readonly Variable[]): number =>
  variables.reduce((sum, variable) => sum + sizeOf(variable.shape), 0);

function totalLine(label: string, parameters: number): string {
  return ` ${label}: ${parameters.toLocaleString('en-US')} (${formatMemory(parameters * ELEMENT_BYTES)})`;
}

/** Prints Keras's table of a model. */
export function summary(model: Model, options: SummaryOptions = {}): void {
  checkOptions('summary', options, optionNames);
  const connected = !isSequentialLike(model);
  const { columns, lineLength } = layoutOf(connected, options);
  const rows = summaryRows(model, {
    connected,
    expandNested: options.expandNested ?? false,
    showTrainable: options.showTrainable ?? false,
    layerRange: options.layerRange ?? null,
  });
  const trainable = count(model.trainableWeights);
  const frozen = count(model.nonTrainableWeights);
  const optimizer = model.optimizer?.built === true ? count(model.optimizer.variables) : undefined;
  const lines = [
    `Model: "${model.name}"`,
    ...formatTable(columns, rows, lineLength),
    totalLine('Total params', trainable + frozen + (optimizer ?? 0)),
    totalLine('Trainable params', trainable),
    totalLine('Non-trainable params', frozen),
    ...(optimizer === undefined ? [] : [totalLine('Optimizer params', optimizer)]),
  ];
  const text = `${lines.join('\n')}\n`;
  if (options.printFn) options.printFn(text);
  else console.log(text);
}
