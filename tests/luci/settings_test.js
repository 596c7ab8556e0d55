// SPDX-License-Identifier: MIT
// The settings are those of /etc/config/nsfollow: all of them, nothing else, and nothing is lost.
'use strict';

const config = '../../openwrt/nsfollow/files/nsfollow.config';
const section = (type, name, options) => [ name, { '.name': name, '.type': type, ...options } ];

const sample = () => Object.fromEntries([
	section('nsfollow', 'main', { enabled: 'yes', source: 'uci', settle: [ '2ms', '250ms' ] }),
	section('zone', 'cfg01', { name: 'd.example.com',
		server: [ 'ns1.example.com', '[2001:db8::1]:5353' ], key_file: 'router.key' }),
	section('zone', 'cfg02', { name: 'd.example.com', label: 'inside', server: '10.0.0.1',
		key_file: '/etc/nsfollow/inside.key' }),
	section('host', 'home', { name: 'home.d.example.com', ipv4: [ 'network:wan' ],
		ipv6: [ 'network:wan6' ], ttl: '1m',
		zone: 'cfg01', private: 'true' }),
	section('host', 'nas', { name: 'nas.d.example.com', enabled: '0', ipv4: 'off',
		ipv6: 'prefix:@lan/64 + ::2de:adff:fe00:beef' }),
	section('record', 'spf', { name: 'd.example.com', type: 'TXT',
		value: 'v=spf1 ip4:{home.ipv4} -all' })
]);

// What the commented configuration holds: by type of section, the names of options, "+" for lists.
async function schema() {
	const types = {};
	let now = null;

	for (const line of (await readText(config)).split('\n')) {
		const [ , type ] = line.match(/^#?config (\w+)/) || [];
		const [ , kind, name ] = line.match(/^#?\t#?(option|list) (\w+) /) || [];

		if (type)
			now = types[type] = types[type] || new Set();
		else if (name)
			now.add(name + (kind == 'list' ? '+' : ''));
	}

	return types;
}

const pin = 'qLHl8nRGNzHSOSmdVCvJZSiKqb2jnXlI5COuEYoDcSs=';
const sorted = (names) => [ ...names ].sort();

// The map that the view makes.
async function openSettings(sections) {
	let made;
	const RealMap = modules.form.Map;

	world.uci = sections;
	modules.form.Map = RealMap.extend({
		__init__(...args) {
			RealMap.prototype.__init__.apply(this, args);
			made = this;
		}
	});
	delete modules['view.nsfollow.settings'];
	await open('settings');
	modules.form.Map = RealMap;

	return made;
}

const part = (map, type) => map.children.find((one) => one.sectiontype == type);
const field = (name, inside) =>
	find('[data-name="%s"] input, [data-name="%s"] select'.format(name, name), null, inside);

// Opens a row of a grid, types, saves; and brings back what is wrong.
async function edit(map, type, id, changes) {
	await part(map, type).edit(id);

	for (const [ name, value ] of Object.entries(changes)) {
		const inputs = document.querySelectorAll(
			'.modal [data-name="%s"] input, .modal [data-name="%s"] select'.format(name, name));

		const input = inputs[inputs.length - 1];

		if (value === true)
			input.checked = true;
		else
			input.value = value;

		input.dispatchEvent(new Event('change', { bubbles: true }));
	}

	await press('Save', document.querySelector('.modal'));

	const outcome = await until(() => !find('.modal') ? 'saved' :
		find('.modal .error')?.textContent, 'an outcome');

	ui.hideModal();

	return outcome;
}

test('each option of /etc/config/nsfollow can be set, and no other', async () => {
	const types = await schema();
	const map = await openSettings(sample());

	check(types.host?.has('ipv6+') && types.zone?.has('key_file') && types.echo?.has('services+'),
		'the schema was not read');
	checkEqual(sorted(Object.keys(types)), sorted(map.children.map((one) => one.sectiontype)));

	const own = [ 'enabled', 'name', 'zone' ];

	for (const name of types.defaults)
		check(types.host.has(name), 'defaults know', name);

	types.defaults = [ ...types.host ].filter((name) => !own.includes(name));

	for (const one of map.children)
		checkEqual(sorted(one.children.map((option) => option.option +
			(option instanceof modules.form.DynamicList ? '+' : ''))),
			sorted(types[one.sectiontype]), one.sectiontype);
});

test('no option holds a key, and the page says where keys are', async () => {
	const map = await openSettings(sample());

	for (const one of map.children)
		check(!one.children.some((option) => /^(key|secret|password)$/.test(option.option) ||
			option.password), one.sectiontype);

	await part(map, 'zone').edit('cfg01');
	check(find('.modal').textContent.includes('never passes through this page'));
	ui.hideModal();
	const key_file = 'hmac-sha256:router:bm90IGEgc2VjcmV0IG9mIGFueWJvZHk=';
	check((await edit(map, 'zone', 'cfg01', { key_file })).includes('keep the key itself out'));
});

test('the settings are shown as text', async () => {
	const sections = sample();

	await openSettings(sections);

	const rows = (type) => [ ...document
		.querySelectorAll('[data-type="%s"] .cbi-section-table-row'.format(type)) ]
		.map((row) => [ ...row.children ].map((cell) => cell.textContent));

	checkEqual(rows('zone')[0], [ 'd.example.com', 'ns1.example.com, [2001:db8::1]:5353',
		'router.key', 'Edit' ]);
	checkEqual(rows('host')[1], [ '', 'nas.d.example.com', 'off',
		'prefix:@lan/64 + ::2de:adff:fe00:beef', 'default', 'Edit' ]);

	for (const one of Object.values(sections))
		for (const key of Object.keys(one))
			if (!key.startsWith('.'))
				one[key] = Array.isArray(one[key]) ? one[key].map(() => hostile(key)) :
					hostile(key);

	world.networks = [ 'wan', hostile('network') ];

	const map = await openSettings(sections);

	for (const type of [ 'zone', 'host', 'record' ]) {
		const [ one ] = Object.values(sections).filter((one) => one['.type'] == type);
		await part(map, type).edit(one['.name']);
		await checkHarmless();
	}

	ui.hideModal();
	world.networks = [ 'loopback', 'lan', 'wan', 'wan6' ];
});

test('what nobody changed is written as it was', async () => {
	const sections = sample();
	const map = await openSettings(sections);
	const wanted = sample();

	for (const [ id, one ] of Object.entries(sample()))
		if (part(map, one['.type']).edit)
			checkEqual(await edit(map, one['.type'], id, {}), 'saved', id);

	await map.save();
	wanted.main.enabled = '1';

	for (const [ id, one ] of Object.entries(wanted))
		for (const key of new Set([ ...Object.keys(one), ...Object.keys(sections[id]) ]))
			check(JSON.stringify(sections[id][key]) == JSON.stringify(one[key]), id, key,
				sections[id][key], 'instead of', one[key]);
});

test('mistakes are told where they are made', async () => {
	const map = await openSettings(sample());
	const before = JSON.stringify(world.uci);

	for (const [ type, id, changes, words ] of [
		[ 'host', 'home', { name: 'home..d.example.com' }, 'labels' ],
		[ 'host', 'home', { name: '' }, 'non-empty' ],
		[ 'host', 'home', { ipv4: 'gatewy' }, 'no source' ],
		[ 'host', 'home', { ipv4: 'off' }, 'stands alone' ],
		[ 'host', 'home', { ttl: '300' }, 'duration' ],
		[ 'host', 'home', { ttl: '2d' }, 'from 1s to 1d' ],
		[ 'host', 'home', { zone: 'elsewhere' }, 'no such zone' ],
		[ 'host', 'home', { allow: '192.0.2.1/24' }, 'bits beyond' ],
		[ 'host', 'home', { prefer: 'best' }, 'no kind' ],
		[ 'zone', 'cfg01', { server: 'ns1.example.com:0' }, 'port' ],
		[ 'zone', 'cfg01', { name: '*.example.com' }, 'wildcard' ],
		[ 'zone', 'cfg01', { label: 'inside' }, 'another zone' ],
		[ 'zone', 'cfg02', { label: '' }, 'another zone' ],
		[ 'zone', 'cfg01', { fudge: '6m' }, 'from 1s to 5m' ],
		[ 'zone', 'cfg01', { interface: 'wan*' }, 'no pattern' ],
		[ 'zone', 'cfg01', { source: '0.0.0.0' }, 'address of this router' ],
		[ 'zone', 'cfg01', { lease: '1s' }, 'from 10s to 7d' ],
		[ 'zone', 'cfg02', { mirror: true }, 'several servers' ],
		[ 'record', 'spf', { type: 'SOA' }, 'type' ]
	]) {
		const outcome = await edit(map, type, id, changes);

		check(outcome.includes(words), type, changes, outcome);
	}

	checkEqual(JSON.stringify(world.uci), before);
	checkEqual(await edit(map, 'host', 'home', { ipv4: 'network:lan', zone: 'inside' }), 'saved');
	checkEqual(world.uci.home.ipv4, [ 'network:wan', 'network:lan' ]);
	checkEqual(world.uci.home.zone, 'inside');
});

test('of several proofs of a server, those that would not count are told', async () => {
	for (const [ changes, words ] of [
		[ { tls_pin: 'abc' }, '44 letters' ],
		[ { tls: 'opportunistic', tls_name: 'ns1.example.com' }, 'whoever answers' ],
		[ { tls_ca: 'ca.pem', tls_pin: pin }, 'beside a pinned key' ]
	]) {
		const outcome = await edit(await openSettings(sample()), 'zone', 'cfg01',
			{ transport: 'tls', ...changes });

		check(outcome.includes(words), changes, outcome);
	}
});

test('a zone may be reached by TLS, from a network, without a server that is named', async () => {
	const map = await openSettings(sample());

	checkEqual(await edit(map, 'zone', 'cfg01',
		{ transport: 'tls', tls_pin: pin, interface: 'network:wan', source: '192.0.2.7',
		mirror: true, on_removal: 'withdraw', lease: '1h' }), 'saved');

	const zone = world.uci.cfg01;

	checkEqual([ zone.transport, zone.tls_pin, zone.interface, zone.source, zone.mirror,
		zone.on_removal, zone.lease ],
		[ 'tls', [ pin ], 'network:wan', [ '192.0.2.7' ], '1', 'withdraw', '1h' ]);
	checkEqual(await edit(map, 'zone', 'cfg01', { transport: '' }), 'saved');
	check(zone.tls_pin == null && zone.transport == null && zone.interface == 'network:wan',
		'without TLS', zone);
	checkEqual(await edit(map, 'host', 'home', { shared: '1', on_stop: 'withdraw' }), 'saved');
	checkEqual([ world.uci.home.shared, world.uci.home.on_stop ], [ '1', 'withdraw' ]);
	delete world.uci.cfg02.server;
	await map.save();
	check(find('[data-type="zone"]').textContent.includes('by SOA'));
	checkEqual(await edit(map, 'zone', 'cfg02', {}), 'saved');
});

test('services of others are not asked more often than each half hour', async () => {
	const map = await openSettings({ ...sample(),
		...Object.fromEntries([ section('echo', 'echo', {}) ]) });
	const echo = part(map, 'echo');
	const interval = echo.children.find((option) => option.option == 'interval');
	const own = find('[data-field="echo.own"] input');

	find('[data-field="echo.interval"] input').value = '1m';
	check(interval.complaint('echo').includes('30m'));
	own.checked = true;
	checkEqual(interval.complaint('echo'), null);
	find('[data-field="echo.agree"] input').value = '9';
	check(echo.children.find((option) => option.option == 'agree').complaint('echo') != null);
});

test('networks are offered as sources, but for the loopback', async () => {
	const map = await openSettings(sample());
	const offered = part(map, 'host').children.find((option) => option.option == 'ipv6')
		.keys.map(([ key ]) => key);

	checkEqual(offered, [ 'auto', 'network:lan', 'network:wan', 'network:wan6', 'echo', 'off' ]);
});

test('sections that are there once can be added, under any name that they have', async () => {
	const map = await openSettings({ ...sample(),
		...Object.fromEntries([ section('scripts', 'cfg09', { on_change: '/bin/a b' }) ]) });

	checkEqual(part(map, 'scripts').section, 'cfg09');
	checkEqual(part(map, 'defaults').section, 'defaults');
	await press('Add', find('[data-type="defaults"]'));
	await until(() => find('[data-field="defaults.ttl"]'), 'the fields of the defaults');
	checkEqual(world.uci.defaults['.type'], 'defaults');
	await map.save();
	checkEqual(world.uci.cfg09.on_change, '/bin/a b');
});

test('with a file of its own, the rest of the page does not matter', async () => {
	const map = await openSettings(sample());
	const choice = find('[data-field="main.source"] select');
	const isShown = (name) =>
		!find('[data-field="main.%s"]'.format(name)).classList.contains('hidden');

	check(!isShown('config_file') && isShown('settle'));
	choice.value = 'file';
	choice.dispatchEvent(new Event('change', { bubbles: true }));
	check(isShown('config_file') && !isShown('settle') && isShown('enabled'));
	await map.save();
	checkEqual([ world.uci.main.source, world.uci.main.settle ], [ 'file', [ '2ms', '250ms' ] ]);
});
