/**
 * What one core can do at most: dependent-free multiply-adds of whole vectors in registers. Its "step" is 10⁹
 * operations, so that 1e3 / milliseconds is GFLOP/s.
 */

import { Assembler, CONDITION, Label, RSI } from '../../src/backends/x64/assembler.ts';
import * as forms from '../../src/backends/x64/forms.ts';
import { native } from '../../src/backends/x64/native.ts';
import { serveTurns } from '../measure.ts';

const machine = native();
if ('reason' in machine) throw new Error(machine.reason);

const ACCUMULATORS = 24;
const LANES = 16;
const turns = Math.round(1e9 / (2 * LANES * ACCUMULATORS));
const asm = new Assembler();
for (let register = 0; register < 32; register++) {
  asm.evex(forms.VECTOR_INTEGER.xor, { reg: register, source: register, rm: register });
}
asm.moveImmediate(RSI, turns, true);
const top = new Label();
asm.align(64);
asm.bind(top);
for (let i = 0; i < ACCUMULATORS; i++) asm.evex(forms.FMA_231.vf32, { reg: i, source: 30, rm: 31 });
asm.arithmeticImmediate(5, RSI, 1, true);
asm.jump(top, CONDITION.notEqual);
asm.bytes(0xc5, 0xf8, 0x77, 0xc3); // vzeroupper, ret
const code = machine.mapCode(asm.finish());
await serveTurns({ peer: 'calibration', version: '' }, () => machine.call(code, 0, 0, 0, 0));
