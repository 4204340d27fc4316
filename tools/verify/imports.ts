import { parseAst } from 'vitest/node';

export interface Import {
  /** The text between the quotes. */
  specifier: string;
  /** The compiler erases the import, so the program loads nothing at run time. */
  typeOnly: boolean;
}

/**
 * Returns every import, re-export, `import()` and `import('…').Type` of a TypeScript file. Throws on a
 * syntax error.
 */
export function importsOf(source: string, file: string): Import[] {
  const found: Import[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) visit(child);
    } else if (isNode(node)) {
      const specifier = specifierOf(node);
      if (specifier !== undefined) found.push({ specifier, typeOnly: isTypeOnly(node) });
      for (const child of Object.values(node)) visit(child);
    }
  };
  // oxlint-disable-next-line typescript/no-deprecated -- vitest does not export its successor
  visit(parseAst(source, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts' }, file).body);
  return found;
}

type Node = Record<string, unknown> & { type: string };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

const WITH_SOURCE = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function specifierOf(node: Node): string | undefined {
  let source: unknown;
  if (WITH_SOURCE.has(node.type)) source = node['source'];
  else if (node.type === 'TSExternalModuleReference') source = node['expression'];
  return isNode(source) && typeof source['value'] === 'string' ? source['value'] : undefined;
}

// `import { type A }` is not type-only: with verbatimModuleSyntax the program still loads the module.
function isTypeOnly(node: Node): boolean {
  return (
    node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type'
  );
}
