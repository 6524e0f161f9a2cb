/** The whole parser, for YAML that is no manifest: a module of its own, so that it is loaded when such a file is read. */
export { parse, parseAllDocuments } from 'yaml';
