import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One process of Python that has Keras, and answers question by question: importing Keras takes longer than most of them. */
export class PythonKeras {
  readonly #process: ChildProcess;
  readonly #waiting: Waiting[] = [];
  #complaints = '';
  #ended = false;

  /** @param python a Python that has Keras */
  constructor(python: string) {
    this.#process = spawn(python, [join(import.meta.dirname, 'answer.py')], { stdio: 'pipe' });
    this.#process.stderr?.on('data', (text) => {
      this.#complaints = (this.#complaints + text).slice(-2000);
    });
    if (this.#process.stdout !== null)
      createInterface({ input: this.#process.stdout }).on('line', (line) => this.#answer(JSON.parse(line)));
    this.#process.on('error', (error) => this.#end(error));
    this.#process.on('close', () => this.#end(new Error(`Python ended. ${this.#complaints}`)));
    // A process that has ended is noticed by its end.
    this.#process.stdin?.on('error', () => undefined);
  }

  /** Asks one of `COMMANDS` in answer.py. Rejects with Python's error. */
  ask<T>(command: string, given: object): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new Error(`Python ended. ${this.#complaints}`));
      this.#waiting.push({ resolve: (answer) => resolve(answer as T), reject });
      this.#process.stdin?.write(`${JSON.stringify({ do: command, ...given })}\n`);
    });
  }

  close(): void {
    this.#process.kill();
  }

  #answer(answer: { readonly error?: string }): void {
    const next = this.#waiting.shift();
    if (answer.error === undefined) next?.resolve(answer);
    else next?.reject(new Error(`Python: ${answer.error}`));
  }

  #end(error: Error): void {
    this.#ended = true;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
