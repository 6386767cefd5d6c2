/**
 * What each recorded turn tells, in order: the transitions by name, and in brackets the status where only that changed.
 */
export const stories: Readonly<Record<string, string>> = {
  abort: '[working] messageUpdated partAdded partChanged×5 sessionErrored [aborted] partFinalized ' + 'messageUpdated',
  badtool:
    '[working] messageUpdated partAdded toolProgressed×2 stepFinished messageUpdated×3 partAdded ' +
    'partChanged partFinalized stepFinished messageUpdated×2 [completed]',
  bash:
    '[working] messageUpdated partAdded partChanged×4 partAdded toolProgressed partFinalized ' +
    'permissionAsked permissionReplied toolProgressed×3 stepFinished messageUpdated×3 partAdded ' +
    'partChanged×3 partFinalized stepFinished messageUpdated×2 [completed]',
  err401: '[working] messageUpdated sessionErrored [failed] messageUpdated',
  permreject:
    '[working] messageUpdated partAdded partChanged×4 partAdded permissionAsked toolProgressed ' +
    'partFinalized permissionReplied toolProgressed stepFinished messageUpdated×2 [completed]',
  plain:
    '[working] messageUpdated partAdded partChanged×10 partFinalized stepFinished messageUpdated×2 ' + '[completed]',
  qreject:
    '[working] messageUpdated partAdded questionAsked toolProgressed×2 questionRejected toolProgressed ' +
    'stepFinished messageUpdated×2 [completed]',
  question:
    '[working] messageUpdated partAdded questionAsked toolProgressed×2 questionReplied toolProgressed ' +
    'stepFinished messageUpdated×3 partAdded partChanged×3 partFinalized stepFinished messageUpdated×2 ' +
    '[completed]',
  readfail:
    '[working] messageUpdated partAdded toolProgressed permissionAsked permissionReplied toolProgressed ' +
    'stepFinished messageUpdated×3 partAdded partChanged×3 partFinalized stepFinished messageUpdated×2 ' +
    '[completed]',
  reason:
    '[working] messageUpdated partAdded partChanged×4 partFinalized partAdded partChanged×4 partFinalized ' +
    'stepFinished messageUpdated×2 [completed]',
  retry_2:
    '[working] messageUpdated sessionRetried [working] sessionRetried [working] partAdded partChanged×10 ' +
    'partFinalized stepFinished messageUpdated×2 [completed]',
  task:
    '[working] messageUpdated partAdded toolProgressed×2 stepFinished messageUpdated×3 partAdded ' +
    'partChanged×3 partFinalized stepFinished messageUpdated×2 [completed]',
  todo:
    '[working] messageUpdated partAdded todosChanged toolProgressed×2 stepFinished messageUpdated×3 ' +
    'partAdded todosChanged toolProgressed×2 stepFinished messageUpdated×3 partAdded partChanged×2 ' +
    'partFinalized stepFinished messageUpdated×2 [completed]',
  two:
    '[working] messageUpdated partAdded permissionAsked toolProgressed partAdded permissionAsked ' +
    'toolProgressed permissionReplied toolProgressed permissionReplied toolProgressed×5 stepFinished ' +
    'messageUpdated×3 partAdded partChanged×2 partFinalized stepFinished messageUpdated×2 [completed]',
  'v1.1.65_bash':
    '[working] messageUpdated partAdded partChanged×3 partAdded toolProgressed partFinalized ' +
    'permissionAsked permissionReplied toolProgressed×3 stepFinished messageUpdated×3 partAdded ' +
    'partChanged×2 partFinalized stepFinished messageUpdated×2 [completed]',
  'v1.1.65_reason':
    '[working] messageUpdated partAdded partChanged×3 partAdded partChanged×3 partFinalized×2 ' +
    'stepFinished messageUpdated×2 [completed]',
  'v1.15.13_bash':
    '[working] messageUpdated partAdded partChanged×4 partAdded toolProgressed partFinalized ' +
    'permissionAsked permissionReplied toolProgressed×3 stepFinished messageUpdated×2 partAdded ' +
    'partChanged×3 partFinalized stepFinished messageUpdated [completed]',
  'v1.2.27_question':
    '[working] messageUpdated partAdded questionAsked toolProgressed×2 questionReplied toolProgressed ' +
    'stepFinished messageUpdated×3 partAdded partChanged×3 partFinalized stepFinished messageUpdated×2 ' +
    '[completed]',
  write:
    '[working] messageUpdated partAdded toolProgressed×2 stepFinished messageUpdated partAdded ' +
    'messageUpdated×2 partAdded partChanged×2 partFinalized stepFinished messageUpdated×2 [completed]',
};
