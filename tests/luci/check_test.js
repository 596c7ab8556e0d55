// SPDX-License-Identifier: MIT
// LuCI's tests of what is typed agree with values.txt, and so with the parser.
'use strict';

const duration = (least, most, whole) => (judge, text) => judge.duration(text, least, most, whole);
const sources = (family) => (judge, text) => {
	const alone = judge.source(text, family);

	return alone === true ? judge.sources([ text ]) : alone;
};

const judges = {
	ttl: duration('1s', '1d', true), verify: duration('10s', '7d'),
		fudge: duration('1s', '300s', true),
	grace: duration('0s', '7d'), ipv4: sources('ipv4'), ipv6: sources('ipv6'),
	lease: duration('10s', '7d', true), type: (judge, text) => judge.recordType(text),
	interface: (judge, text) => judge.uplink(text), from: (judge, text) => judge.ownAddress(text),
	tls_name: (judge, text) => judge.hostName(text), tls_pin: (judge, text) => judge.pin(text),
	key_name: (judge, text) => judge.name(text)
};

test('what is typed is judged as nsfollow judges it', async () => {
	const judge = await requireModule('nsfollow.check');
	const lines = (await readText('values.txt')).split('\n')
		.filter((line) => line && !line.startsWith('#'));

	check(lines.length > 150, 'only', lines.length, 'values');

	for (const line of lines) {
		const [ , kind, verdict, text ] = line.match(/^(\S+) (good|bad) (.*)$/);
		const got = judges[kind] ? judges[kind](judge, text) : judge[kind](text);

		check(got === true ? verdict == 'good' :
			verdict == 'bad' && typeof(got) == 'string' && got.length > 5, line, got);
	}
});

test('a network has a name', async () => {
	const judge = await requireModule('nsfollow.check');

	check([ 'network:', 'network:-wan', 'network:*', 'network: wan' ]
		.every((text) => judge.source(text, 'ipv4') !== true));
	check([ 'network:', 'network:-wan', 'network:*', '@', '@-' ]
		.every((text) => judge.uplink(text) !== true));
});

test('a key is named by its file, and never given', async () => {
	const judge = await requireModule('nsfollow.check');

	for (const path of [ 'router.key', '/etc/nsfollow/router.key', 'keys/a+b.key', './odd-name.key',
		'/etc/nsfollow/abcdefghijK', 'routerofthewesternhouse1', './RouterOfTheWesternHouse',
		'RouterOfTheWesternHouse.key', 'host@lan_2=x' ])
		checkEqual(judge.keyFile(path), true, path);

	for (const secret of [ 'hmac-sha256:router:bm90IGEgc2VjcmV0IG9mIGFueWJvZHk=',
		'bm90IGEgc2VjcmV0IG9mIGFueWJvZHk=', '/m90IGEgc2VjcmV0IG9mIGFueWJvZHk=',
		'/m90IGEgc2VjcmV0IG9mIGFu', '/m90IGEgc2Vjcm/0IG9mIGFu', '//90IGEgc2VjcmV0IG9mIGFu',
		'key "router" { algorithm hmac-sha256; secret "bm90IGEgc2VjcmV0IG9mIGFueWJvZHk="; };',
		'router bm90IGEgc2VjcmV0IG9mIGFueWJvZHk=',
		'./odd:name.key', 'a;b', 'keys/', 'a\nb' ])
		check(typeof(judge.keyFile(secret)) == 'string', secret);
});

test('lists are judged as a whole, too', async () => {
	const judge = await requireModule('nsfollow.check');
	const isGood = (texts) => judge.sources(texts) === true;

	check(isGood([]) && isGood([ 'off' ]) && isGood([ 'interface:a*', 'interface:!ab' ]) &&
		isGood([ 'network:wan', 'interface:!ab' ]));
	check(!isGood([ 'off', 'auto' ]) && !isGood([ 'interface:!ab' ]) &&
		!isGood([ 'interface:a*', 'auto', 'interface:!ab' ]));
	check(!isGood(Array(65).fill('auto')));
	checkEqual([ [], [ '2ms', '250ms' ], [ '1s', '1000ms' ] ].map((one) => judge.settle(one)),
		[ true, true, true ]);
	check([ [ '2ms' ], [ '250ms', '2ms' ], [ '1ms', '2ms', '3ms' ] ]
		.every((one) => judge.settle(one) !== true));
});
