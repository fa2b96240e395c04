/**
 * What one core can do at most: dependent-free multiply-adds of whole vectors in registers. Its "step" is 10⁹
 * operations, so that 1e3 / milliseconds is GFLOP/s.
 */

import { Assembler, CONDITION, Label, RSI } from '../../src/backends/x64/assembler.ts';
import * as forms from '../../src/backends/x64/forms.ts';
import { MACHINES } from '../../src/backends/x64/instruction-sets.ts';
import { native } from '../../src/backends/x64/native.ts';
import { at } from '../../src/support/shape.ts';
import { serveTurns } from '../measure.ts';

const machine = native();
if ('reason' in machine) throw new Error(machine.reason);

const { encoding, target } = MACHINES[at(machine.sets, 0)];
// The last two registers are the factors.
const registers = encoding === 'evex' ? 32 : 16;
const accumulators = encoding === 'evex' ? 24 : 12;
const turns = Math.round(1e9 / (2 * target.lanes * accumulators));
const asm = new Assembler(encoding);
for (let register = 0; register < registers; register++) {
  asm.vector(forms.VECTOR_INTEGER.xor, register, register, register);
}
asm.moveImmediate(RSI, turns, true);
const top = new Label();
asm.align(64);
asm.bind(top);
for (let i = 0; i < accumulators; i++) asm.vector(forms.FMA_231.vf32, i, registers - 2, registers - 1);
asm.arithmeticImmediate(5, RSI, 1, true);
asm.jump(top, CONDITION.notEqual);
asm.bytes(0xc5, 0xf8, 0x77, 0xc3); // vzeroupper, ret
const code = machine.mapCode(asm.finish());
await serveTurns({ peer: 'calibration', version: '' }, () => machine.call(code, 0, 0, 0, 0));
