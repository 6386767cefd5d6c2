/** Found from here in ES modules and in CommonJS alike. */
exports.migrationsFolder = require('node:path').join(__dirname, 'migrations');
