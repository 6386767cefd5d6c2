/** The file an id like `package/file` stands for, seen from `examples/sandbox`; throws when it is not installed. */
export declare function resolve(id: string): string;
