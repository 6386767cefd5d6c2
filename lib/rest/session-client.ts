import { Bindable } from './bound.js';
import { deleteMessage, getMessage, getMessages } from './messages.js';
import { command, sendMessage, sendMessageAsync, shell } from './send-message.js';
import { abortSession, forkSession, init, revert, share, summarize, unrevert, unshare } from './session-actions.js';
import {
  children,
  createSession,
  deleteSession,
  diff,
  getSession,
  listSessions,
  sessionStatus,
  todos,
  updateSession,
} from './sessions.js';

/** The endpoints about sessions and their messages, as functions of a client. */
export abstract class SessionClient extends Bindable {
  /** Creates a session. */
  readonly createSession = this.bind(createSession);
  /** One session. */
  readonly getSession = this.bind(getSession);
  /** The sessions of the directory, the last used first. */
  readonly listSessions = this.bind(listSessions);
  /** Changes title, metadata or archive time of a session, or appends permission rules (the last match wins). */
  readonly updateSession = this.bind(updateSession);
  /** Deletes a session and everything in it. */
  readonly deleteSession = this.bind(deleteSession);
  /** The sessions that `task` tools of this one run. */
  readonly children = this.bind(children);
  /** What each session of the directory is doing, by id; one that is absent is idle. */
  readonly sessionStatus = this.bind(sessionStatus);
  /** The todo list of a session. */
  readonly todos = this.bind(todos);
  /** What a session, or one message of it, changed in files. */
  readonly diff = this.bind(diff);

  /** The messages of a session, oldest first: all, or a page of them with the cursor of the page before. */
  readonly getMessages = this.bind(getMessages);
  /** One message with its parts. */
  readonly getMessage = this.bind(getMessage);
  /** Deletes a message of a session that is not busy. */
  readonly deleteMessage = this.bind(deleteMessage);

  /** Sends a prompt and waits for the whole turn: minutes; no timeout unless given one. Prefer `stream`. */
  readonly sendMessage = this.bind(sendMessage);
  /** Sends a prompt and emits when the server has accepted it. Each subscription sends again; prefer `stream`. */
  readonly sendMessageAsync = this.bind(sendMessageAsync);
  /** Runs a command of the directory and waits for the whole turn; no timeout unless given one. */
  readonly command = this.bind(command);
  /** Runs a shell command in the session and waits for it; no timeout unless given one. */
  readonly shell = this.bind(shell);

  /** Stops the agent; `true` also where nothing ran. Prompts that wait in the queue are dropped as well. */
  readonly abortSession = this.bind(abortSession);
  /** A new session with the messages of this one, up to a message. */
  readonly forkSession = this.bind(forkSession);
  /** Undoes a message and everything after it, files included. */
  readonly revert = this.bind(revert);
  /** Redoes what was undone. */
  readonly unrevert = this.bind(unrevert);
  /** Summarises the conversation to make room; no timeout unless given one. */
  readonly summarize = this.bind(summarize);
  /** Has the agent write the directory's `AGENTS.md`; no timeout unless given one. */
  readonly init = this.bind(init);
  /** Publishes the session; needs the sharing service. */
  readonly share = this.bind(share);
  /** Takes the publication back. */
  readonly unshare = this.bind(unshare);
}
