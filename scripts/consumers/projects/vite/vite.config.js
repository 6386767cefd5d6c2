// What loads modules ahead in old browsers wants a document, and this is run without one.
export default { build: { modulePreload: { polyfill: false } } };
