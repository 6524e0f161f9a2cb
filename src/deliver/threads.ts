/** In a module of its own, so that outputs too small for a second thread do not load it. */
export { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
