export * from './api-kinds';
export * from './bootstrap-policy';
export * from './minors';
export * from './resources';
