// SPDX-License-Identifier: MIT
// The overview shows what the watcher says, and what is wrong when it says nothing.
'use strict';

const calm = {
	health: 0, running_for_ms: 273600000, blind: false,
	names: [
		{ name: 'home.d.example.com', type: 'A', zone: 'd.example.com', right: true,
			wanted: { ttl: 60, records: [ '5.6.7.8' ] },
			published: { ttl: 60, records: [ '5.6.7.8' ] },
			kept: false, changed_ms_ago: 7200000, remark: '' },
		{ name: 'home.d.example.com', type: 'AAAA', zone: 'd.example.com', right: true,
			wanted: { ttl: 60, records: [ '2a00:1234:5678:9abc:2de:adff:fe00:beef',
				'2a00:1234:5678:9abc::1' ] },
			published: { ttl: 60, records: [ '2a00:1234:5678:9abc:2de:adff:fe00:beef',
				'2a00:1234:5678:9abc::1' ] },
			kept: false, changed_ms_ago: null, remark: '' }
	],
	zones: [ { zone: 'd.example.com', apex: 'd.example.com', server: 'ns1.example.com', right: true,
		busy: false,
		trouble: null, answered_ms_ago: 150000, next_in_ms: 90000, clock_behind_s: null,
		name_servers: [ { server: 'ns1.example.com', address: '192.0.2.1', serves: true, lag_ms: 20,
			lacks: '', given_up: false },
			{ server: 'ns2.example.com', address: '192.0.2.2', serves: false, lag_ms: null,
				lacks: 'no answer in 3 s', given_up: true } ],
		name_servers_unknown: '', hidden_primary: false } ],
	sources: [ { source: 'gateway for IPv4 behind wan0', answer: '5.6.7.8',
		by: '192.168.1.1 (NAT-PMP)', why_not: '' } ]
};

const advice = 'could not confirm home.d.example.com A: ns1.example.com says REFUSED: ' +
	'it does not serve this zone, the zone is frozen, or the key has no right to this name and ' +
	'type; look at update-policy or allow-update there';

const sad = {
	...calm, health: 4,
	names: [
		{ ...calm.names[0], right: false, published: { ttl: 60, records: [ '5.6.7.9' ] } },
		{ ...calm.names[1], right: true, wanted: null, published: null,
			remark: 'no address of wan6 may be published' },
		{ ...calm.names[1], name: 'nas.d.example.com', right: false, wanted: null,
			published: calm.names[1].published, kept: true },
		{ ...calm.names[0], name: 'gone.d.example.com', right: false,
			wanted: { ttl: 60, records: [] }, published: null }
	],
	zones: [
		{ ...calm.zones[0], right: false, clock_behind_s: 412,
			trouble: { text: advice, needs_a_person: true, for_ms: 300000, failed_tries: 12 } },
		{ ...calm.zones[0], zone: 'inside', right: false, busy: true, next_in_ms: null,
			answered_ms_ago: null, clock_behind_s: -5 }
	],
	sources: [ { source: 'echo services for IPv4', answer: '', by: '',
		why_not: 'two do not agree' } ]
};

const explained = { names: [ {
	name: 'home.d.example.com', type: 'AAAA', zone: 'd.example.com', remark: '',
	considered: [
		{ address: '2a00:1234::1', interface: 'pppoe-wan', kept: true, why: '', prefix_length: 64,
			kind: 'eui64',
			flags: [ 'mngtmpaddr' ], preferred: 1800, valid: 3600 },
		{ address: 'fd00::1', interface: 'br-lan', kept: false,
			why: 'special purpose: unique local', prefix_length: 60,
			kind: 'fixed', flags: [ 'permanent' ], preferred: null, valid: null },
		{ address: '2a00:1234::2', source: 'echo', kept: true, why: '' }
	],
	wanted: { ttl: 60, records: [ '2a00:1234::1' ] }, published: null
} ] };

function answer(replies) {
	world.ubus = (object, method) => object == 'nsfollow' && method in replies ?
		{ result: [ 0, replies[method] ] } :
		{ error: { code: -32000, message: 'Object not found' } };
}

const content = () => document.getElementById('nsfollow-status').textContent;
const cells = (which) => [ ...document.querySelectorAll('#nsfollow-status table')[which]
	.querySelectorAll('.tr:not(.table-titles)') ]
	.map((row) => [ ...row.children ].map((cell) => cell.textContent));

test('what is right is shown with its addresses, its age and its server', async () => {
	answer({ status: calm });
	await open('overview');
	check(content().includes('All is right; watching for 3d 4h 0m 0s.'), content());
	checkEqual(cells(0)[0], [ 'home.d.example.com A', 'right', '5.6.7.8TTL 60 s', '5.6.7.8TTL 60 s',
		'2h 0m 0s ago', 'Explain' ]);
	checkEqual(cells(0)[1][4], 'not in this run');
	checkEqual(cells(1)[0], [ 'd.example.com', 'ns1.example.com', 'right', '2m 30s ago',
		'next look in 1m 30s', 'close to the server\'s' ]);
	checkEqual(cells(2), [
		[ 'ns1.example.com', 'd.example.com', '192.0.2.1', 'serves it', '20 ms after the change',
			'' ],
		[ 'ns2.example.com', 'd.example.com', '192.0.2.2', 'given up', '', 'no answer in 3 s' ]
	]);
	checkEqual(cells(3)[0], [ 'gateway for IPv4 behind wan0', '5.6.7.8', '192.168.1.1 (NAT-PMP)',
		'' ]);
});

test('trouble is told with its advice, its age and the next try', async () => {
	answer({ status: sad });
	await open('overview');

	const alerts = [ ...document.querySelectorAll('#nsfollow-status .alert-message') ]
		.map((node) => node.textContent);

	check(alerts[0].startsWith('A name server refuses, and a person must mend it'), alerts);
	checkEqual(alerts[1], 'd.example.com: ' + advice +
		'for 5m 0s; failed tries: 12; next try in 1m 30s');
	checkEqual(cells(0).map((row) => row[1]),
		[ 'wrong', 'not knownno address of wan6 may be published', 'kept', 'not confirmed' ]);
	checkEqual([ cells(0)[0][2], cells(0)[0][3] ], [ '5.6.7.8TTL 60 s', '5.6.7.9TTL 60 s' ]);
	checkEqual([ cells(0)[1][2], cells(0)[1][3], cells(0)[3][2] ],
		[ 'not known', 'not known', 'none' ]);
	checkEqual(cells(1)[0].slice(2), [ 'in trouble', '2m 30s ago', 'next try in 1m 30s',
		'6m 52s behind the server\'s, whose time is used instead' ]);
	checkEqual(cells(1)[1], [ 'inside (d.example.com)', 'ns1.example.com', 'at work',
		'not in this run', 'being asked now',
		'0m 5s ahead of the server\'s, whose time is used instead' ]);
	checkEqual(cells(3)[0], [ 'echo services for IPv4', 'no answer', '', 'two do not agree' ]);
});

test('it is told which name servers have the change, and where none is known', async () => {
	const server = calm.zones[0].name_servers[0];

	answer({ status: { ...calm, zones: [
		{ ...calm.zones[0], hidden_primary: true, name_servers: [
			{ ...server, address: '', serves: false, lag_ms: null },
			{ ...server, serves: false, lag_ms: null,
				lacks: 'home.d.example.com A is still 5.6.7.7' }
		] },
		{ ...calm.zones[0], zone: 'inside', name_servers: [],
			name_servers_unknown: 'the zone has no NS record' }
	] } });
	await open('overview');
	checkEqual(cells(2).map((row) => row.slice(2)), [ [ 'no answer', 'being asked', '', '' ],
		[ '192.0.2.1', 'not yet', '', 'home.d.example.com A is still 5.6.7.7' ] ]);
	check(content().includes('d.example.com: the primary is none of its name servers.'), content());
	check(content().includes('inside (d.example.com): the zone has no NS record'), content());

	answer({ status: { ...calm, zones: [ { ...calm.zones[0], name_servers: [] } ] } });
	await open('overview');
	check(!content().includes('Name servers'), content());
});

test('mirrors of a zone and views of a name are told apart', async () => {
	const mirror = 'd.example.com@ns2.example.net:5353';

	answer({ status: { ...calm,
		names: [ calm.names[0], { ...calm.names[0], zone: mirror },
			{ ...calm.names[0], zone: 'inside' }, calm.names[1] ],
		zones: [ calm.zones[0], { ...calm.zones[0], zone: mirror, server: 'ns2.example.net:5353' },
			{ ...calm.zones[0], zone: 'inside' } ] } });
	await open('overview');
	checkEqual(cells(0).map((row) => row[0]), [ 'home.d.example.com Ad.example.com',
		'home.d.example.com Ad.example.com, mirror ns2.example.net:5353',
		'home.d.example.com Ainside (d.example.com)',
		'home.d.example.com AAAA' ]);
	checkEqual(cells(1).map((row) => row[0]),
		[ 'd.example.com', 'd.example.com, mirror ns2.example.net:5353',
			'inside (d.example.com)' ]);
});

test('each health has its sentence', async () => {
	for (const [ health, words ] of [ [ 0, 'All is right' ], [ 3, 'cannot be read' ],
		[ 4, 'refuses' ], [ 5, 'Not all is confirmed' ] ]) {
		answer({ status: { ...calm, health } });
		await open('overview');
		check(content().includes(words), health, content());
	}
});

test('what servers, gateways and the system say stays text', async () => {
	const poison = (value) => typeof(value) == 'string' ?
		hostile(value.slice(0, 9).replace(/\W/g, '')) :
		Array.isArray(value) ? value.map(poison) : value instanceof Object ?
			Object.fromEntries(Object.entries(value).map(([ key, one ]) => [ key, poison(one) ])) :
			value;

	answer({ status: poison(sad), explain: poison(explained) });
	await open('overview');
	check(content().includes('<img src=x'), content());
	await press('Explain');
	await until(() => find('.modal td', null), 'an explanation');
	check(find('.modal').textContent.includes('<img src=x'));
	await checkHarmless();

	for (const said of [ { status: { error: hostile('error') } },
		{ status: calm, explain: { error: hostile('explain') },
		trigger: { error: hostile('trigger') } } ]) {
		answer(said);
		await open('overview');
		if (said.trigger) {
			await press('Look now');
			await until(() => find('#notifications .alert-message'), 'a notification');
			await press('Explain');
			await until(() => find('.modal .alert-message'), 'an alert');
			check(find('.modal').textContent.includes('<img src=x'));
		}
		await checkHarmless();
	}

	world.uci = { main: { '.name': 'main', '.type': 'nsfollow', enabled: '1' } };
	world.ubus = () => ({ error: { code: -32603, message: hostile('rpc') } });
	await open('overview');
	check(content().includes('<img src=x'), content());
	await checkHarmless();
});

test('a button has the watcher look, and the page shows what it found', async () => {
	answer({ status: sad, trigger: {} });
	await open('overview');
	answer({ status: calm, trigger: {} });
	await press('Look now');
	await until(() => content().includes('All is right'), 'the new status');
	checkEqual(world.calls.slice(-2), [ [ 'nsfollow', 'trigger', {} ],
		[ 'nsfollow', 'status', {} ] ]);
	checkEqual(document.getElementById('nsfollow-told').textContent,
		'The watcher was told to look.');
	check(!find('#notifications .alert-message'));
});

test('who may only read cannot have it look, or check', async () => {
	answer({ status: calm });
	world.mayWrite = false;
	await open('overview');
	check(find('button', 'Look now').disabled && find('button', 'Check').disabled);
	check(!find('button', 'Explain').disabled);
	world.mayWrite = true;
});

test('an explanation tells of each address why it is published or not', async () => {
	answer({ status: calm, explain: explained });
	await open('overview');
	await press('Explain');
	await until(() => find('.modal td'), 'an explanation');
	checkEqual(world.calls.pop(), [ 'nsfollow', 'explain', { name: 'home.d.example.com' } ]);

	const rows = [ ...document.querySelectorAll('.modal table')[0]
		.querySelectorAll('.tr:not(.table-titles)') ]
		.map((row) => [ ...row.children ].map((cell) => cell.textContent));

	checkEqual(rows, [
		[ '2a00:1234::1/64', 'pppoe-wan', 'yes', '',
			'eui64, mngtmpaddr, preferred 30m 0s, valid 1h 0m 0s' ],
		[ 'fd00::1/60', 'br-lan', 'no', 'special purpose: unique local', 'fixed, permanent' ],
		[ '2a00:1234::2', 'echo', 'yes', '', '' ]
	]);
	check(find('.modal').textContent.includes('not known'));
	await press('Dismiss');
	check(!find('.modal'));
});

test('the page is kept up to date, and the keyboard\'s place on it', async () => {
	answer({ status: sad });
	await open('overview');
	checkEqual(world.polls.length, 1);
	[ ...document.querySelectorAll('button[data-name]') ][1].focus();
	answer({ status: calm });
	await world.polls[0]();
	check(content().includes('All is right'));
	checkEqual(document.activeElement.getAttribute('data-name'), 'home.d.example.com AAAA');
	answer({ status: {
		error: 'no watcher runs: nobody listens at /var/run/nsfollow/control.sock' } });
	await world.polls[0]();
	check(find('button', 'Look now').disabled);
	answer({ status: calm });
	await world.polls[0]();
	check(!find('button', 'Look now').disabled);
});

test('a watcher that does not run is missed: it is off, or the log has a reason', async () => {
	answer({ status: {
		error: 'no watcher runs: nobody listens at /var/run/nsfollow/control.sock' } });
	world.uci = { main: { '.name': 'main', '.type': 'nsfollow', enabled: '0' } };
	await open('overview');
	check(content().includes('switched off') && find('#nsfollow-status a', 'Settings'), content());
	check(find('button', 'Look now').disabled);
	world.uci.main.enabled = 'yes';
	await open('overview');
	check(content().includes('no watcher runs') && content().includes('system log'), content());
});

test('an rpcd without nsfollow, without rights or with nonsense is told apart', async () => {
	const says = async (reply, words) => {
		world.ubus = () => reply;
		await open('overview');
		check(content().includes(words), reply, content());
	};

	await says({ error: { code: -32000, message: 'Object not found' } },
		'does not offer the calls');
	await says({ result: [ 4 ] }, 'does not offer the calls');
	await says({ error: { code: -32002, message: 'Access denied' } }, 'may not ask');
	await says({ result: [ 6 ] }, 'may not ask');
	await says({ result: [ 7 ] }, 'ubus code 7');
	for (const nonsense of [ {}, [], 'text', null, { names: 1, zones: [] } ])
		await says({ result: [ 0, nonsense ] }, 'not understood');
});
