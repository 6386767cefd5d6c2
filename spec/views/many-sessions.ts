export const SESSIONS = 300;
export const ids = Array.from({ length: SESSIONS }, (_nothing, at) => `ses_${String(at)}`);
export const about = (sessionID: string, type: string, more: object) => ({ type, properties: { sessionID, ...more } });

export const delta = (sessionID: string) =>
  about(sessionID, 'message.part.delta', {
    messageID: `${sessionID}_answer`,
    partID: `${sessionID}_answer_text`,
    field: 'text',
    delta: ' again',
  });
