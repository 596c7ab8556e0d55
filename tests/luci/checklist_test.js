// SPDX-License-Identifier: MIT
// The check is begun, waited for, and shown with its advice.
'use strict';

const finding = { topic: 'server', verdict: 'ok', subject: '', sentence: 'ns1.example.com answers',
	advice: '' };

const report = {
	exit_status: 4,
	findings: [ { ...finding, topic: 'clock', verdict: 'warning',
		sentence: 'the clock of this machine is set by nobody',
		advice: 'run an NTP client; signatures need the time to within 5 min' } ],
	servers: [
		{ zone: 'd.example.com', apex: 'd.example.com', server: 'ns1.example.com',
			address: '192.0.2.1', carrier: 'udp', took_ms: 12, clock_behind_s: 0, clock_margin_s: 1,
			serial: 77, findings: [ finding, { ...finding, topic: 'record', verdict: 'refused',
				subject: 'home.d.example.com A', sentence: 'may not be changed',
				advice: 'look at update-policy there' } ] },
		{ zone: 'inside', apex: 'd.example.com', server: null, address: null, carrier: null,
			took_ms: null, clock_behind_s: null, clock_margin_s: null, serial: null,
			findings: [ { ...finding, verdict: 'unreachable', sentence: 'no server was found' } ] }
	]
};

// Time passes at once.
const naps = [];

window.setTimeout = ((real) => (fn, ms) => {
	naps.push(ms);

	return real(fn, ms < 1000 ? ms : 1);
})(window.setTimeout);

async function check_says(...replies) {
	world.calls.length = 0;
	world.ubus = (object, method, params) => {
		const reply = replies.length > 1 ? replies.shift() : replies[0];

		return reply.error?.code ? reply : { result: [ 0, reply ] };
	};

	const checklist = await requireModule('nsfollow.checklist');
	const over = checklist.open();

	check(find('.modal .spinning'), 'nothing tells that it goes on');
	await over;
}

const rows = (which) => [ ...document.querySelectorAll('.modal .cbi-section')[which]
	.querySelectorAll('.nsfollow-finding') ]
	.map((row) => [ ...row.children ].map((cell) => cell.textContent));
const text = () => find('.modal').textContent;

test('what was found is shown with its advice, by server', async () => {
	await check_says({ running: true }, { running: true },
		{ said: '', running: false, status: 4, report });
	checkEqual(world.calls, [ [ 'nsfollow', 'check', { start: true } ], [ 'nsfollow', 'check', {} ],
		[ 'nsfollow', 'check', {} ] ]);
	check(naps.includes(1000), 'it asks without a pause');
	check(text().includes('Something is to be mended. Nothing was changed anywhere.'), text());
	checkEqual([ ...document.querySelectorAll('.modal h3') ].map((node) => node.textContent),
		[ 'This router', 'd.example.com at ns1.example.com (192.0.2.1, udp, 12 ms)',
			'inside (d.example.com)' ]);
	checkEqual(rows(0), [ [ 'look at it', 'the clock of this machine is set by nobody' +
		'→ run an NTP client; signatures need the time to within 5 min' ] ]);
	checkEqual(rows(1), [ [ 'fine', 'ns1.example.com answers' ],
		[ 'to be mended',
			'home.d.example.com A may not be changed→ look at update-policy there' ] ]);
	checkEqual(rows(2), [ [ 'no answer', 'no server was found' ] ]);
	check(!find('.modal .spinning'));
	await press('Dismiss');
	check(!find('.modal'));
});

test('each outcome has its sentence', async () => {
	for (const [ status, words ] of [ [ 0, 'Nothing is in the way' ], [ 2, 'cannot be used' ],
		[ 4, 'to be mended' ],
		[ 5, 'does not answer' ], [ 3, 'could not be made' ] ]) {
		await check_says({ said: '', running: false, status, report: null });
		check(text().includes(words), status, text());
	}
});

test('a configuration that cannot be used is told with its sections', async () => {
	await check_says({ said: 'config host home: ttl lacks a unit\nanother line\n', running: false,
		status: 2, report: null });
	check(text().includes('config host home: ttl lacks a unit') && text().includes('another line'),
		text());
	check(!find('.modal .nsfollow-finding'));
});

test('a check that never ends is given up', async () => {
	await check_says({ running: true });
	check(text().includes('does not come to an end'), text());
	check(world.calls.length < 100, world.calls.length);
});

test('a check that is dismissed does not come back', async () => {
	world.ubus = () => ({ result: [ 0, { running: true } ] });

	const over = (await requireModule('nsfollow.checklist')).open();

	await press('Dismiss');
	world.calls.length = 0;
	await over;
	check(!find('.modal'));
	check(world.calls.length < 3, 'it goes on asking', world.calls.length);
});

test('what was begun before the last change is not shown as its result', async () => {
	const old = { said: 'of the old one', running: false, status: 2, report: null };

	await check_says({ running: true, begun: false }, { running: true }, old,
		{ running: true, begun: true },
		{ said: '', running: false, status: 4, report });
	check(!text().includes('of the old one') && text().includes('to be mended'), text());
	checkEqual(world.calls.map(([ , , params ]) => params.start ?? false),
		[ true, false, false, true, false ]);
	await check_says({ running: true, begun: false }, old, { running: true, begun: false },
		{ ...old, said: 'of another browser' });
	check(text().includes('of another browser'), text());
	checkEqual(world.calls.filter(([ , , params ]) => params.start).length, 2);
});

test('who opens it again waits for that round alone', async () => {
	const checklist = await requireModule('nsfollow.checklist');
	const { setTimeout } = window;
	const held = [];

	world.ubus = () => ({ result: [ 0, { running: true } ] });
	window.setTimeout = (fn, ms) => ms == 1000 ? held.push(fn) : setTimeout(fn, ms);

	const first = checklist.open();

	await until(() => held.length, 'a pause');
	await press('Dismiss');
	world.calls.length = 0;
	world.ubus = () =>
		({ result: [ 0, { said: 'of the second', running: false, status: 2, report: null } ] });

	const second = checklist.open();

	window.setTimeout = setTimeout;
	held[0]();
	await first;
	await second;
	checkEqual(world.calls.length, 2);
	check(text().includes('of the second'), text());
});

test('an error is told, whoever makes it', async () => {
	await check_says({ error: 'nothing was checked' });
	check(text().includes('nothing was checked'), text());
	await check_says({ error: { code: -32002, message: 'Access denied' } });
	check(text().includes('may not ask'), text());
});

test('what is said stays text', async () => {
	const poison = (value) => typeof(value) == 'string' ?
		hostile(value.slice(0, 9).replace(/\W/g, '')) :
		Array.isArray(value) ? value.map(poison) : value instanceof Object ?
			Object.fromEntries(Object.entries(value).map(([ key, one ]) => [ key, poison(one) ])) :
			value;

	await check_says({ said: hostile('said'), running: false, status: 4, report: poison(report) });
	check(text().includes('<img src=x'));
	await checkHarmless();
	await check_says({ error: hostile('error') });
	await checkHarmless();
	ui.hideModal();
});
