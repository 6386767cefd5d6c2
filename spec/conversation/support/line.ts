/** The way to a database, which breaks when it is told to. */
export interface Line {
  /** Cuts every connection and refuses new ones, until `comeBack()`. */
  readonly goAway: () => Promise<void>;
  /** Does nothing where it is not away. */
  readonly comeBack: () => Promise<void>;
  /** The next statement that holds these words is done, and whoever waits for it hears that the connection broke. */
  readonly loseAnswer: (statement: string) => void;
}
