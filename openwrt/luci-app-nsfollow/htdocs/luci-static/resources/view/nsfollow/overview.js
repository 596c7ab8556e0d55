// SPDX-License-Identifier: MIT
'use strict';
'require dom';
'require nsfollow.checklist as checklist';
'require nsfollow.parts as parts';
'require poll';
'require rpc';
'require uci';
'require ui';
'require view';

const { ago, alert, ask, badge, inWords, section, table, toList } = parts;

const callStatus = rpc.declare({
	object: 'nsfollow',
	method: 'status',
	expect: { '': {} },
	reject: true
});

const callExplain = rpc.declare({
	object: 'nsfollow',
	method: 'explain',
	params: [ 'name' ],
	expect: { '': {} },
	reject: true
});

const callTrigger = rpc.declare({
	object: 'nsfollow',
	method: 'trigger',
	params: [ 'interface' ],
	expect: { '': {} },
	reject: true
});

function askStatus() {
	return ask(callStatus()).then((status) => {
		if (status.error == null && !(Array.isArray(status.names) && Array.isArray(status.zones)))
			return { error: _('the answer of nsfollow is not understood'),
				advice: _('Are nsfollow and its LuCI application of the same version?') };

		return status;
	});
}

// One record a line; "none" is known, an empty cell is not.
function records(rrset, absent) {
	if (rrset == null)
		return [ E('em', {}, [ absent ]) ];

	const texts = toList(rrset.records);

	if (texts.length == 0)
		return [ E('em', {}, [ _('none') ]) ];

	return [ ...texts.map((text) => E('div', { 'style': 'overflow-wrap:anywhere' }, [ text ])),
		E('small', {}, [ _('TTL %d s').format(rrset.ttl) ]) ];
}

function stateOfName(name) {
	if (name.wanted == null)
		return badge('warning', name.kept ? _('kept') : _('not known'));

	if (name.right)
		return badge('success', _('right'));

	return name.published == null ? badge('warning', _('not confirmed')) : badge('danger important', _('wrong'));
}

function stateOfZone(zone) {
	if (zone.trouble)
		return badge(zone.trouble.needs_a_person || !zone.right ? 'danger important' : 'warning', _('in trouble'));

	if (zone.right)
		return badge('success', _('right'));

	return badge('warning', zone.busy ? _('at work') : _('not confirmed'));
}

function nextStep(zone) {
	if (zone.busy)
		return _('being asked now');

	if (zone.next_in_ms == null)
		return '';

	return (zone.trouble ? _('next try in %s') : _('next look in %s')).format(inWords(zone.next_in_ms));
}

function clock(zone) {
	if (zone.clock_behind_s == null)
		return zone.answered_ms_ago == null ? '' : _('close to the server\'s');

	const offset = inWords(1000 * Math.abs(zone.clock_behind_s));

	return (zone.clock_behind_s < 0 ? _('%s ahead of the server\'s, whose time is used instead')
		: _('%s behind the server\'s, whose time is used instead')).format(offset);
}

// A mirror is called ZONE@SERVER, and no other label has an "@".
function labelOf(zone) {
	const [ label, mirror ] = zone.zone.split(/@(.*)/s);
	const text = label == zone.apex ? label : '%s (%s)'.format(label, zone.apex);

	return mirror == null ? text : _('%s, mirror %s').format(text, mirror);
}

function summary(status) {
	const since = _('watching for %s').format(inWords(status.running_for_ms));

	switch (status.health) {
	case 0:
		return alert('success', _('All is right; %s.').format(since));
	case 3:
		return alert('danger', _('The addresses of this router cannot be read; %s.').format(since));
	case 4:
		return alert('danger', _('A name server refuses, and a person must mend it; %s.').format(since));
	default:
		return alert('warning', _('Not all is confirmed; %s.').format(since));
	}
}

function troubles(status) {
	return status.zones.filter((zone) => zone.trouble).map((zone) => {
		const trouble = zone.trouble;
		const facts = [ _('for %s').format(inWords(trouble.for_ms)),
			_('failed tries: %d').format(trouble.failed_tries), nextStep(zone) ];

		return alert(trouble.needs_a_person ? 'danger' : 'warning',
			[ E('strong', {}, [ labelOf(zone) ]), ': ', trouble.text ],
			[ E('small', {}, [ facts.filter((fact) => fact).join('; ') ]) ]);
	});
}

function stateOfNameServer(server) {
	if (server.serves)
		return badge('success', _('serves it'));

	if (server.given_up)
		return badge('danger important', _('given up'));

	return badge('warning', server.lacks ? _('not yet') : _('being asked'));
}

// Whether the whole world gets what the primary has: of each zone that this run has changed.
function nameServers(status) {
	const rows = status.zones.flatMap((zone) => toList(zone.name_servers).map((server) => [
		E('strong', {}, [ server.server ]), labelOf(zone), server.address || E('em', {}, [ _('no answer') ]),
		stateOfNameServer(server),
		server.lag_ms == null ? '' : _('%s after the change').format(inWords(server.lag_ms)), server.lacks ?? ''
	]));
	const remarks = status.zones.flatMap((zone) => [
		...(zone.name_servers_unknown ? [ '%s: %s'.format(labelOf(zone), zone.name_servers_unknown) ] : []),
		...(zone.hidden_primary ? [ _('%s: the primary is none of its name servers.').format(labelOf(zone)) ] : [])
	]);

	if (!rows.length && !remarks.length)
		return [];

	return [ section(_('Name servers'),
		...(rows.length ? [ table([ _('Name server'), _('Zone'), _('Address'), _('State'), _('Caught up'), _('Why not') ], rows) ] : []),
		...remarks.map((remark) => E('p', {}, [ remark ]))) ];
}

function silence(status) {
	const settings = E('a', { 'href': L.url('admin/services/nsfollow/settings') }, [ _('Settings') ]);
	const isEnabled = /^(1|on|true|yes|enabled)$/.test(uci.get('nsfollow', 'main', 'enabled'));

	if (status.advice)
		return alert('danger', _('No status: %s.').format(status.error), status.advice);

	if (!isEnabled)
		return alert('warning', _('nsfollow is switched off, so no record follows this router.'),
			[ _('To switch it on, go to: '), settings ]);

	return alert('danger', _('The watcher does not tell its status: %s').format(status.error),
		_('It is switched on. The system log tells why it does not run; it says more than this page can.'));
}

function considered(one) {
	return table([ _('Address'), _('From'), _('Published'), _('Why'), _('What the kernel says') ],
		one.considered.map((candidate) => {
			const lifetimes = [ [ _('preferred %s'), candidate.preferred ], [ _('valid %s'), candidate.valid ] ]
				.filter(([ , seconds ]) => seconds > 0)
				.map(([ text, seconds ]) => text.format('%t'.format(seconds)));

			return [
				candidate.address + (candidate.prefix_length == null ? '' : '/' + candidate.prefix_length),
				candidate.interface ?? candidate.source ?? '',
				candidate.kept ? badge('success', _('yes')) : badge('notice', _('no')),
				candidate.why ?? '',
				[ candidate.kind, ...toList(candidate.flags), ...lifetimes ].filter((fact) => fact).join(', ')
			];
		}));
}

function explanation(one) {
	return E('div', {}, [
		E('h4', {}, [ '%s %s'.format(one.name, one.type) ]),
		...(Array.isArray(one.considered) && one.considered.length ? [ considered(one) ] : []),
		...(one.remark ? [ E('p', {}, [ one.remark ]) ] : []),
		table([ _('Wanted'), _('Published') ], [ [
			records(one.wanted, _('not known, so nothing is touched')),
			records(one.published, _('not known')) ] ])
	]);
}

return view.extend({
	handleSaveApply: null,
	handleSave: null,
	handleReset: null,

	load() {
		return Promise.all([ askStatus(), uci.load('nsfollow').catch(() => null) ]);
	},

	refresh() {
		return askStatus().then((status) => this.show(status));
	},

	lookNow() {
		return ask(callTrigger()).then((reply) => {
			if (reply.error != null)
				ui.addNotification(null, E('p', {}, [ _('The watcher was not told: %s').format(reply.error) ]), 'danger');
			else
				dom.content(this.told, [ _('The watcher was told to look.') ]);

			return this.refresh();
		});
	},

	explain(name) {
		const dismiss = E('div', { 'class': 'right' }, [
			E('button', { 'class': 'btn cbi-button', 'click': ui.hideModal }, [ _('Dismiss') ])
		]);

		ui.showModal(_('Every address that was considered'), [
			E('p', { 'class': 'spinning' }, [ _('Asking…') ])
		], 'cbi-modal');

		return ask(callExplain(name)).then((reply) => {
			const all = reply.error == null ? toList(reply.names) : [];

			ui.showModal(_('Every address that was considered'), [
				...(reply.error == null ? all.map(explanation) : [ alert('danger', reply.error, reply.advice ?? []) ]),
				dismiss
			], 'cbi-modal');
		});
	},

	nameRows(status) {
		const key = (name) => name.name + ' ' + name.type;
		const zoneOf = (name) => status.zones.find((zone) => zone.zone == name.zone);

		// In several zones of one name, or in mirrors of one.
		const isTwice = (name) => status.names.filter((other) => key(other) == key(name)).length > 1;

		return status.names.map((name) => [
			[ E('strong', {}, [ name.name ]), ' ', name.type,
				...(isTwice(name) && zoneOf(name) ? [ E('div', {}, [ E('small', {}, [ labelOf(zoneOf(name)) ]) ]) ] : []) ],
			[ stateOfName(name), ...(name.remark ? [ E('div', {}, [ E('small', {}, [ name.remark ]) ]) ] : []) ],
			records(name.wanted, _('not known')),
			records(name.published, _('not known')),
			name.changed_ms_ago == null ? E('em', {}, [ _('not in this run') ]) : ago(name.changed_ms_ago),
			E('button', {
				'class': 'btn cbi-button cbi-button-neutral',
				'data-name': '%s %s'.format(name.name, name.type),
				'click': ui.createHandlerFn(this, 'explain', name.name)
			}, [ _('Explain') ])
		]);
	},

	tables(status) {
		const zones = status.zones.map((zone) => [
			E('strong', {}, [ labelOf(zone) ]), zone.server ?? '', stateOfZone(zone),
			zone.answered_ms_ago == null ? E('em', {}, [ _('not in this run') ]) : ago(zone.answered_ms_ago),
			nextStep(zone), clock(zone)
		]);
		const sources = toList(status.sources).map((source) => [
			source.source, source.answer || E('em', {}, [ _('no answer') ]), source.by ?? '', source.why_not ?? ''
		]);

		return [
			summary(status),
			...troubles(status),
			section(_('Names'), table([ _('Name'), _('State'), _('Wanted'), _('Published'), _('Changed'), '' ],
				this.nameRows(status))),
			section(_('Zones'), table([ _('Zone'), _('Server'), _('State'), _('Last answer'), _('Next step'),
				_('Clock of this router') ], zones)),
			...nameServers(status),
			...(sources.length ? [ section(_('Who else was asked for the addresses'),
				table([ _('Source'), _('Answer'), _('By'), _('Why not') ], sources)) ] : [])
		];
	},

	show(status) {
		const focused = document.activeElement?.getAttribute('data-name');

		this.button.disabled = status.error != null || !L.hasViewPermission();
		dom.content(this.content, status.error != null ? [ silence(status) ] : this.tables(status));

		// The tables are new: whoever goes by the keyboard is put back.
		if (focused)
			for (const button of this.content.querySelectorAll('button[data-name]'))
				if (button.getAttribute('data-name') == focused)
					button.focus();
	},

	render([ status ]) {
		this.content = E('div', { 'id': 'nsfollow-status' });
		this.told = E('em', { 'id': 'nsfollow-told' });
		this.button = E('button', {
			'class': 'btn cbi-button cbi-button-action',
			'click': ui.createHandlerFn(this, 'lookNow')
		}, [ _('Look now') ]);
		this.checkButton = E('button', {
			'class': 'btn cbi-button cbi-button-neutral',
			'disabled': L.hasViewPermission() ? null : '',
			'click': ui.createHandlerFn(this, () => checklist.open())
		}, [ _('Check') ]);
		this.show(status);

		poll.add(() => this.refresh().then(() => dom.content(this.told, [])));

		return E('div', {}, [
			E('h2', {}, [ _('nsfollow') ]),
			E('div', { 'class': 'cbi-map-descr' }, [
				_('Keeps records on your own name server equal to the addresses of this router, at the moment they change.')
			]),
			E('p', {}, [ this.button, ' ', this.checkButton, ' ', this.told ]),
			this.content
		]);
	}
});
