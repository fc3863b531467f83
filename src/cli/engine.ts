// One module, so that --help and --version start without it.
export { audit } from '../audit/audit.ts';
export { rules } from '../rules/index.ts';
