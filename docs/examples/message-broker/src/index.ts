export * from './message-broker';
export * from './findings';
