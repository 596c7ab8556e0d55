// SPDX-License-Identifier: MIT
// What the tests say, and how their verdict leaves the page: line by line, "ok NAME" or
// "not ok NAME: WHY".
'use strict';

const tests = [];
const executed = [];

function test(name, body) {
	tests.push([ name, body ]);
}

function check(fact, ...about) {
	if (!fact)
		throw new Error('not so: ' + about
			.map((one) => typeof(one) == 'string' ? one : JSON.stringify(one)).join(' '));
}

function checkEqual(got, wanted, ...about) {
	check(JSON.stringify(got) === JSON.stringify(wanted), ...about, 'got', got, 'instead of',
		wanted);
}

async function until(fact, what) {
	for (let i = 0; i < 200; ++i) {
		const found = fact();

		if (found)
			return found;

		await new Promise((resolve) => setTimeout(resolve, 5));
	}

	throw new Error('never: ' + what);
}

function find(selector, text, inside = document) {
	return [ ...inside.querySelectorAll(selector) ]
		.find((node) => text == null || node.textContent.trim() == text);
}

async function press(text, inside = document) {
	(await until(() => find('button', text, inside), 'a button ' + text)).click();
}

// As LuCI does it: what load() brings is given to render(), and the node is put on the page.
async function open(name) {
	const view = await requireModule('view.nsfollow.' + name);

	world.polls.length = 0;
	world.calls.length = 0;
	ui.hideModal();
	document.getElementById('notifications').replaceChildren();
	dom.content(document.getElementById('view'), [ await view.render(await view.load()) ]);

	return view;
}

// Text is hostile when what it would do as markup shows.
function hostile(where) {
	return '<img src=x onerror="executed.push(\'' + where + '\')"><b class=hostile>' + where +
		'</b>"\'&amp;';
}

async function checkHarmless() {
	await new Promise((resolve) => setTimeout(resolve, 50));
	checkEqual(executed, [], 'text was executed');
	check(!document.querySelector('.hostile, img, script:not([src])'), 'text became markup');
}

async function run() {
	const lines = [];

	for (const [ name, body ] of tests) {
		try {
			await body();
			lines.push('ok ' + name);
		}
		catch (wrong) {
			lines.push('not ok ' + name + ': ' + wrong.message + '\n' + wrong.stack);
		}
	}

	document.getElementById('verdict').textContent = lines.join('\n') + '\ndone ' + tests.length;
}

const which = location.search.slice(1).match(/^[a-z]+/)[0];

document.body.appendChild(E('script', { 'src': which + '_test.js', 'load': run }));
