export * from './api-kinds';
export * from './minors';
export * from './resources';
