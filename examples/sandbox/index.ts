export { configFor, SCRIPTED_MODEL, type ServerConfig } from './config.js';
export { scenarios } from './model/scenarios.js';
export * from './model/script.js';
export { ScriptedModel, type ModelRequest, type ScriptedModelOptions } from './model/scripted-model.js';
export { Sandbox, startSandbox, type SandboxOptions } from './sandbox.js';
export { PLATFORMS, serverBinary, serverPackage, type BinaryOptions } from './server-binary.js';
export { isAtLeast } from './version.js';
