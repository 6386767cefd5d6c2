/** Where the migrations are. */
export declare const migrationsFolder: string;
