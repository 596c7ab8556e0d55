// SPDX-License-Identifier: MIT
// As much of LuCI's runtime as the views use, with its traps: a string alone is markup for E() and
// dom.content(), toArray() breaks strings at blanks, and an rpcd that lacks an object is an error.
'use strict';

const modules = {};

// What the tests decide: the configuration, the answers of ubus, what the user may do.
const world = {
	uci: {}, networks: [ 'loopback', 'lan', 'wan', 'wan6' ], mayWrite: true,
	calls: [], polls: [], ubus: () => ({ error: { code: -32000, message: 'Object not found' } })
};

String.prototype.format = function(...values) {
	const escape = (text) => String(text).replace(/[&"'<>]/g,
		(c) => '&#%d;'.format(c.charCodeAt(0)));
	const time = (seconds) => {
		const [ d, h, m ] = [ 86400, 3600, 60 ].map((unit) => Math.floor(seconds / unit));

		return (d ? d + 'd ' : '') + (h ? h % 24 + 'h ' : '') + m % 60 + 'm ' + seconds % 60 + 's';
	};

	return this.replace(/%([sdht%])/g, (all, kind) => {
		if (kind == '%')
			return '%';

		const value = values.shift();

		return kind == 's' ? String(value) : kind == 'd' ? String(Math.floor(+value || 0)) :
			kind == 'h' ? escape(value) : time(Math.floor(value));
	});
};

const _ = (text) => text;

class Base {
	constructor(...args) {
		if (this.__init__)
			this.__init__(...args);
	}

	super(key, args) {
		this.supers = this.supers || {};

		const isOwner = (object) => Object.prototype.hasOwnProperty.call(object, key);
		const before = this.supers[key];
		let next = before || this;

		while (!isOwner(next))
			next = Object.getPrototypeOf(next);

		do
			next = Object.getPrototypeOf(next);
		while (!isOwner(next));

		this.supers[key] = next;

		try {
			return next[key].apply(this, args || []);
		}
		finally {
			this.supers[key] = before;
		}
	}

	static extend(properties) {
		const Child = class extends this {};

		Object.assign(Child.prototype, properties);

		return Child;
	}
}

const dom = {
	elem: (node) => node != null && typeof(node) == 'object' && 'nodeType' in node,

	append(node, children) {
		if (Array.isArray(children)) {
			for (const child of children)
				node.appendChild(dom.elem(child) ? child : document.createTextNode('' + child));
		}
		else if (typeof(children) == 'function')
			dom.append(node, children(node));
		else if (dom.elem(children))
			node.appendChild(children);
		else if (children != null)
			node.innerHTML = '' + children;

		return node.lastChild;
	},

	content(node, children) {
		node.replaceChildren();

		return dom.append(node, children);
	},

	attr(node, attributes) {
		for (const [ key, value ] of Object.entries(attributes || {})) {
			if (typeof(value) == 'function')
				node.addEventListener(key, value);
			else if (value != null)
				node.setAttribute(key, typeof(value) == 'object' ? JSON.stringify(value) : value);
		}
	},

	create(tag, ...rest) {
		const attributes = rest[0] instanceof Object && !Array.isArray(rest[0]) ? rest.shift() :
			null;
		const node = Array.isArray(tag) ? document.createDocumentFragment() :
			document.createElement(tag);

		dom.attr(node, attributes);
		dom.append(node, Array.isArray(tag) ? tag : rest[0]);

		return node;
	}
};

const E = dom.create;

const ui = {
	showModal(title, children, ...classes) {
		ui.hideModal();
		document.body.appendChild(E('div', { 'id': 'modal_overlay' }, [
			E('div', { 'class': [ 'modal', ...classes ].join(' ') }, [ E('h4', {}, title) ])
		])).firstChild.append(...children.map((child) => dom.elem(child) ? child : String(child)));
	},

	hideModal() {
		document.getElementById('modal_overlay')?.remove();
	},

	addNotification(title, children, ...classes) {
		const node = E('div', { 'class': [ 'alert-message', ...classes ].join(' ') });

		if (title != null)
			dom.append(node, E('h4', {}, title));

		dom.append(node, [ ...(Array.isArray(children) ? children : [ children ]) ]);
		document.getElementById('notifications').appendChild(node);
	},

	createHandlerFn(context, handler, ...args) {
		const fn = typeof(handler) == 'string' ? context[handler] : handler;

		return (event) => {
			const target = event.currentTarget;

			target.disabled = true;
			target.blur();

			return Promise.resolve(fn.call(context, ...args, event))
				.finally(() => target.disabled = false);
		};
	}
};

const L = {
	toArray: (value) => value == null ? [] : Array.isArray(value) ? value :
		typeof(value) == 'object' ? [ value ] :
		String(value).trim().split(/\s+/).filter((word) => word != ''),
	url: (...parts) => '/cgi-bin/luci/' + parts.join('/'),
	hasViewPermission: () => world.mayWrite,
	bind: (fn, self, ...args) => fn.bind(self, ...args)
};

const rpc = {
	declare: (options) => async (...args) => {
		const params = {};

		(options.params || []).forEach((name, i) => {
			if (args[i] !== undefined)
				params[name] = args[i];
		});
		world.calls.push([ options.object, options.method, params ]);

		const { error, result } = await world.ubus(options.object, options.method, params);
		const called = 'RPC call to ' + options.object + '/' + options.method;

		if (error)
			throw new Error('%s failed with error %d: %s'.format(called, error.code,
				error.message));

		if (options.reject && result[0] !== 0)
			throw new Error('%s failed with ubus code %d: %s'.format(called, result[0],
				'as it is called'));

		const reply = result.length > 1 ? result[1] : result[0];
		const kind = (one) => Object.prototype.toString.call(one);
		const isLike = (one, other) => kind(one) == kind(other);

		return options.expect && !isLike(reply, options.expect['']) ? options.expect[''] : reply;
	}
};

const uci = {
	load: () => Promise.resolve('nsfollow'),
	get: (config, section, option) => option == null ? world.uci[section] :
		world.uci[section]?.[option] ?? null,
	sections: (config, type) => Object.values(world.uci)
		.filter((one) => type == null || one['.type'] == type),

	set(config, section, option, value) {
		world.uci[section][option] = value;
	},

	unset(config, section, option) {
		delete world.uci[section][option];
	},

	add(config, type, name) {
		const section = name || 'new' + Object.keys(world.uci).length;

		world.uci[section] = { '.name': section, '.type': type };

		return section;
	},

	remove(config, section) {
		delete world.uci[section];
	}
};

Object.assign(modules, {
	baseclass: Base, dom, rpc, uci, ui,
	network: { getNetworks: () =>
		Promise.resolve(world.networks.map((name) => ({ getName: () => name }))) },
	poll: { add: (fn) => world.polls.push(fn) },
	view: Base
});

// The head of a module: comments and strings, of which some say what it requires.
function requirements(source) {
	const found = [];
	const next = /(?:\s|\/\/.*)*'(?:use strict|require[ \t]+(\S+?)(?:[ \t]+as[ \t]+(\w+))?)';/y;

	for (let match; (match = next.exec(source)) != null;)
		if (match[1])
			found.push([ match[1], match[2] || match[1].replace(/[^a-zA-Z0-9_]/g, '_') ]);

	return found;
}

function readText(path) {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();

		request.onload = () => resolve(request.responseText);
		request.onerror = () => reject(new Error('cannot read ' + path));
		request.open('GET', path);
		request.send();
	});
}

// The rest is the body of a function that returns a class, of which there is one object.
async function requireModule(name) {
	if (!modules[name]) {
		const path = '../../openwrt/luci-app-nsfollow/htdocs/luci-static/resources/' +
			name.replace(/\./g, '/') + '.js';
		const source = await readText(path);
		const required = requirements(source);
		const values = await Promise.all(required.map(([ other ]) => requireModule(other)));
		const parameters = required.map(([ , alias ]) => alias);

		const made = new Function('L', 'E', '_', ...parameters, source)(L, E, _, ...values);
		modules[name] = new made();
	}

	return modules[name];
}
