// SPDX-License-Identifier: MIT
// A dialogue that has the configuration and the name servers checked, and shows what came of it.
'use strict';
'require baseclass';
'require nsfollow.parts as parts';
'require rpc';
'require ui';

const { alert, ask, badge, inWords, section, toList } = parts;

// Silent servers take longer than a call may: so it is begun, and asked for until it is over.
const patience = 90;

const callCheck = rpc.declare({
	object: 'nsfollow',
	method: 'check',
	params: [ 'start' ],
	expect: { '': {} },
	reject: true
});

const moods = {
	ok: [ 'success', _('fine') ],
	warning: [ 'warning', _('look at it') ],
	refused: [ 'danger important', _('to be mended') ],
	unreachable: [ 'danger important', _('no answer') ]
};

function line(finding) {
	const [ mood, word ] = moods[finding.verdict] ?? [ 'notice', finding.verdict ];

	return E('div', { 'class': 'nsfollow-finding', 'style': 'display:flex;margin:.5em 0' }, [
		E('div', { 'style': 'flex:0 0 8em' }, [ badge(mood, word) ]),
		E('div', { 'style': 'flex:1;overflow-wrap:anywhere' }, [
			[ finding.subject, finding.sentence ].filter((text) => text).join(' '),
			...(finding.advice ? [ E('div', {}, [ E('small', {}, [ '→ ', finding.advice ]) ]) ] : [])
		])
	]);
}

function list(title, findings) {
	return section(title, ...findings.map(line));
}

function titleOf(examined) {
	const zone = examined.zone == examined.apex ? examined.zone : '%s (%s)'.format(examined.zone, examined.apex);
	const facts = [ examined.address != examined.server ? examined.address : null, examined.carrier,
		examined.took_ms == null ? null : inWords(examined.took_ms) ].filter((fact) => fact);

	return (examined.server ? _('%s at %s').format(zone, examined.server) : zone) + (facts.length ? ' (%s)'.format(facts.join(', ')) : '');
}

function summary(status) {
	switch (status) {
	case 0:
		return alert('success', _('Nothing is in the way. Nothing was changed anywhere.'));
	case 2:
		return alert('danger', _('The configuration cannot be used, so no server was asked.'));
	case 4:
		return alert('danger', _('Something is to be mended. Nothing was changed anywhere.'));
	case 5:
		return alert('warning', _('Somebody does not answer. Nothing was changed anywhere.'));
	default:
		return alert('danger', _('The check could not be made.'));
	}
}

function result(reply) {
	const said = String(reply.said ?? '').split('\n').filter((text) => text);
	const report = reply.report ?? {};

	return [
		summary(reply.status),
		...(said.length ? [ section(_('Configuration'), ...said.map((text) =>
			E('p', { 'style': 'overflow-wrap:anywhere' }, [ text ]))) ] : []),
		...(toList(report.findings).length ? [ list(_('This router'), report.findings) ] : []),
		...toList(report.servers).map((examined) => list(titleOf(examined), toList(examined.findings)))
	];
}

return baseclass.extend({
	show(...children) {
		ui.showModal(_('Check of configuration and name servers'), [ E('div', { 'id': 'nsfollow-checklist' }, [
			...children,
			E('div', { 'class': 'right' }, [
				E('button', { 'class': 'btn cbi-button', 'click': () => this.dismiss() }, [ _('Dismiss') ])
			])
		]) ], 'cbi-modal');
	},

	dismiss() {
		this.round = null;
		ui.hideModal();
	},

	// Asks until it is over, or nobody waits any more: who has opened it again waits for another round.
	wait(round, seconds) {
		return ask(callCheck()).then((reply) => {
			if (reply.running !== true)
				return reply;

			if (seconds <= 0)
				return { error: _('The check does not come to an end.') };

			return new Promise((resolve) => window.setTimeout(resolve, 1000))
				.then(() => this.round === round ? this.wait(round, seconds - 1) : null);
		});
	},

	// One that was under way may be of an older configuration: so it is waited for, and another one
	// begun. Whatever is under way then is of this one.
	run(round, isLast) {
		return ask(callCheck(true)).then((start) => {
			if (start.error != null)
				return start;

			const over = this.wait(round, patience);

			if (start.begun !== false || isLast)
				return over;

			return over.then((reply) => this.round !== round || reply.running === true || reply.status == null ?
				reply : this.run(round, true));
		});
	},

	open() {
		const round = this.round = {};

		this.show(E('p', { 'class': 'spinning' }, [ _('Asking the name servers what they would do; a silent one takes half a minute…') ]));

		return this.run(round, false).then((reply) => {
			if (this.round !== round)
				return;

			this.show(...(reply.error != null ? [ alert('danger', reply.error, reply.advice ?? []) ] : result(reply)));
		});
	}
});
