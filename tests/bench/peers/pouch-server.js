import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const express = require('express');
const PouchDB = require('pouchdb-core')
	.plugin(require('pouchdb-adapter-memory'))
	.plugin(require('pouchdb-mapreduce'))
	.plugin(require('pouchdb-replication'));

const Memory = PouchDB.defaults({ adapter: 'memory' });
const handler = require('express-pouchdb')(Memory, {
	mode: 'minimumForPouchDB',
	inMemoryConfig: true,
	logPath: '/dev/null'
});

const app = express();
app.get('/page', (_request, response) => response.type('html').send('<title>bench</title>'));
app.use('/db', handler);
const server = app.listen(0, '127.0.0.1', () => {
	console.log(`listening ${server.address().port}`);
});
