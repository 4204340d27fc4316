/** A block of a module, in HCL or JSON: `resource "null_resource" "it" { … }`. */
export interface Block {
  type: string;
  labels: readonly string[];
  /** Where the block begins, in UTF-16 code units from the start of the file. */
  offset: number;
  /** The source of each attribute's expression, by name. */
  attributes: Map<string, string>;
  blocks: Block[];
}

export function newBlock(type: string, labels: readonly string[], offset: number): Block {
  return { type, labels, offset, attributes: new Map(), blocks: [] };
}
