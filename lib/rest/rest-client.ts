import type { Observable } from 'rxjs';
import { customRequest, type CustomRequestOptions } from './custom-request.js';
import { fileStatus, findFiles, findSymbols, findText, listFiles, readFile } from './files.js';
import { listPermissions, replyPermission } from './permissions.js';
import { listQuestions, rejectQuestion, replyQuestion } from './questions.js';
import { SessionClient } from './session-client.js';
import { agents, commands, config, currentProject, health, path, projects, providers, vcs } from './workspace.js';

/**
 * Every endpoint as a function that gives a cold Observable of one value: subscribing sends, unsubscribing aborts,
 * subscribing twice sends twice, nothing is tried again. Wrong arguments throw a `TypeError` at once, before anything
 * is sent. Errors: `ConnectionError`, `TimeoutError`, `UnauthorizedError`, `NotFoundError` and its kin,
 * `BadRequestError`, `ServerError`, and `ProtocolError` for an answer of another shape.
 */
export abstract class RestClient extends SessionClient {
  /** Whether the server is well, and its version. */
  readonly health = this.bind(health);

  /** The questions of the directory that wait for an answer. */
  readonly listQuestions = this.bind(listQuestions);
  /** Answers a question: the chosen labels, or own words, for each of its questions. */
  readonly replyQuestion = this.bind(replyQuestion);
  /** Dismisses a question; its turn ends. */
  readonly rejectQuestion = this.bind(rejectQuestion);
  /** The permissions of the directory that wait for a decision. */
  readonly listPermissions = this.bind(listPermissions);
  /** Decides a permission: `once`, `always` or `reject`, with a `message` for the agent. */
  readonly replyPermission = this.bind(replyPermission);

  /** The agents of the directory. */
  readonly agents = this.bind(agents);
  /** The commands of the directory. */
  readonly commands = this.bind(commands);
  /** The providers with their models, and which are connected. */
  readonly providers = this.bind(providers);
  /** The server's configuration for the directory. */
  readonly config = this.bind(config);
  /** Every project the server has seen. */
  readonly projects = this.bind(projects);
  /** The project of the directory. */
  readonly currentProject = this.bind(currentProject);
  /** Where the server keeps what. */
  readonly path = this.bind(path);
  /** The branch of the directory. */
  readonly vcs = this.bind(vcs);

  /** Lines that match a pattern. */
  readonly findText = this.bind(findText);
  /** Files by name. */
  readonly findFiles = this.bind(findFiles);
  /** Symbols by name, as the language servers know them. */
  readonly findSymbols = this.bind(findSymbols);
  /** What a folder holds. */
  readonly listFiles = this.bind(listFiles);
  /** The content of a file. */
  readonly readFile = this.bind(readFile);
  /** The files that differ from the last commit. */
  readonly fileStatus = this.bind(fileStatus);

  /**
   * The way to every other endpoint: `client.request('GET', '/experimental/tool/ids', {schema})`. With a `schema` (zod's,
   * or any Standard Schema) the answer is what it makes of it, else unknown JSON.
   */
  readonly request = <T = unknown>(method: string, path: string, options?: CustomRequestOptions<T>): Observable<T> =>
    customRequest(this.http, method, path, options);
}
