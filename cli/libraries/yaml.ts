/**
 * The library that reads and writes YAML, for `import()`. In the bundle, an `import()` of a CommonJS module has no names
 * of its own, and one of this module does.
 */
export {
  Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parse,
  parseAllDocuments,
  parseDocument,
  Scalar,
  visit,
} from 'yaml';
