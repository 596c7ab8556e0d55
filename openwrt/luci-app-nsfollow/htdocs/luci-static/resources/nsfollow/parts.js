// SPDX-License-Identifier: MIT
// What the pages ask by, and what they are made of. What nsfollow and the name servers say is shown as
// text: always in an array, for E() and dom.content() take a string alone for markup.
'use strict';
'require baseclass';

// L.toArray() would break a text at its blanks.
function toList(value) {
	return value == null ? [] : Array.isArray(value) ? value : [ value ];
}

// The reply, or one that holds nothing but { error, advice }.
function ask(call) {
	return call.then((reply) => typeof(reply.error) == 'string' ? { error: reply.error } : reply, (failure) => {
		const text = failure?.message ?? String(failure);

		if (/-32000\b|-32601\b|\bcode [34]\b/.test(text))
			return { error: _('the router does not offer the calls of nsfollow'),
				advice: _('Is the package nsfollow installed? After its installation, "service rpcd restart" or a reboot is needed.') };

		if (/-32002\b|\bcode 6\b/.test(text))
			return { error: _('this user may not ask nsfollow'),
				advice: _('The access control list luci-app-nsfollow must be granted to it.') };

		return { error: text };
	});
}

function inWords(ms) {
	if (ms == null)
		return '';

	return ms < 1000 ? _('%d ms').format(ms) : '%t'.format(Math.round(ms / 1000));
}

function ago(ms) {
	return ms == null ? '' : _('%s ago').format(inWords(ms));
}

function badge(mood, text) {
	return E('span', { 'class': 'label ' + mood }, [ text ]);
}

function table(titles, rows) {
	return E('table', { 'class': 'table' }, [
		E('tr', { 'class': 'tr table-titles' }, titles.map((title) => E('th', { 'class': 'th' }, [ title ]))),
		...rows.map((cells, i) => E('tr', { 'class': 'tr cbi-rowstyle-%d'.format(i % 2 + 1) },
			cells.map((cell, j) => E('td', { 'class': 'td left', 'data-title': titles[j] || null },
				Array.isArray(cell) ? cell : [ cell ]))))
	]);
}

function section(title, ...children) {
	return E('div', { 'class': 'cbi-section' }, [ E('h3', {}, [ title ]), ...children ]);
}

function alert(mood, ...children) {
	return E('div', { 'class': 'alert-message ' + mood }, children.map((child) => E('p', {}, toList(child))));
}

return baseclass.extend({ ago, alert, ask, badge, inWords, section, table, toList });
