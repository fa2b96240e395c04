/** An embedding that TensorBoard's projector shows. */
export interface ProjectedEmbedding {
  readonly name: string;
  /** [rows, columns], row after row. */
  readonly values: ArrayLike<number>;
  readonly columns: number;
  /** What each row stands for; none where nobody knows. */
  readonly labels: readonly string[];
}

const fileName = (name: string, what: string): string => `${name.replace(/[^\w-]+/g, '_')}.${what}.tsv`;

// Line ends and tabs would begin other cells.
const label = (text: string): string => text.replace(/[\t\r\n]/g, ' ');

function rowsOf({ values, columns }: ProjectedEmbedding): string {
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += columns)
    lines.push(Array.from({ length: columns }, (_, k) => Number((values[i + k] ?? 0).toPrecision(6))).join('\t'));
  return `${lines.join('\n')}\n`;
}

/** Writes embeddings and their labels as tables, and the config that TensorBoard's projector looks for, to a folder. */
export async function writeProjector(folder: string, embeddings: readonly ProjectedEmbedding[]): Promise<void> {
  const [{ mkdir, writeFile }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  await mkdir(folder, { recursive: true });
  const entries: string[] = [];
  for (const embedding of embeddings) {
    const { name, labels } = embedding;
    const tensor = fileName(name, 'tensor');
    const metadata = fileName(name, 'labels');
    await writeFile(join(folder, tensor), rowsOf(embedding));
    if (labels.length > 0) await writeFile(join(folder, metadata), `${labels.map(label).join('\n')}\n`);
    const quoted = (field: string, text: string): string => `  ${field}: ${JSON.stringify(text)}\n`;
    entries.push(
      `embeddings {\n${quoted('tensor_name', name)}${quoted('tensor_path', tensor)}${labels.length > 0 ? quoted('metadata_path', metadata) : ''}}\n`,
    );
  }
  await writeFile(join(folder, 'projector_config.pbtxt'), entries.join(''));
}
