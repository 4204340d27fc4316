/**
 * The library that reads and writes YAML, for `import()`. In the bundle, an `import()` of a CommonJS module has no names
 * of its own, and one of this module does.
 */
export {
  Document,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parse,
  parseAllDocuments,
  Scalar,
  visit,
} from 'yaml';
