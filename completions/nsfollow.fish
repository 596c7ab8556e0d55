# SPDX-License-Identifier: MIT
# Completion of nsfollow(8) for fish.

# The names of the configuration, as far as who types may read it.
function __nsfollow_names
    set -l config /etc/nsfollow/nsfollow.toml
    set -l words (commandline -opc)
    for i in (seq (count $words))
        switch $words[$i]
            case --config
                set -q words[(math $i + 1)]; and set config $words[(math $i + 1)]
            case '--config=*'
                set config (string replace -- --config= '' $words[$i])
        end
    end
    nsfollow check --config $config 2>/dev/null </dev/null | string replace -rf '^  host ' ''
end

function __nsfollow_interfaces
    string replace -r '.*/' '' /sys/class/net/*
end

# The first word after "nsfollow" is one of these.
function __nsfollow_is
    set -l words (commandline -opc)
    set -q words[2]; and contains -- $words[2] $argv
end

function __nsfollow_begins
    test (count (commandline -opc)) -eq 1
end

complete -c nsfollow -f

complete -c nsfollow -n __nsfollow_begins -a run -d 'watch the addresses and publish them'
complete -c nsfollow -n __nsfollow_begins -a sync -d 'look once, update, exit'
complete -c nsfollow -n __nsfollow_begins -a check -d 'is the configuration in order?'
complete -c nsfollow -n __nsfollow_begins -a explain -d 'which addresses are published, and why'
complete -c nsfollow -n __nsfollow_begins -a status -d 'how everything stands'
complete -c nsfollow -n __nsfollow_begins -a trigger -d 'tell the watcher to look now'
complete -c nsfollow -n __nsfollow_begins -a reload -d 'have the configuration read again'
complete -c nsfollow -n __nsfollow_begins -a force -d 'have an update sent for every zone'
complete -c nsfollow -n __nsfollow_begins -a setup -d 'make a key, say what both sides need'
complete -c nsfollow -n __nsfollow_begins -a hooks -d 'let DHCP clients and pppd say when to look'
complete -c nsfollow -n __nsfollow_begins -a version -d 'print the version'
complete -c nsfollow -n __nsfollow_begins -a help -d 'print a short help'
complete -c nsfollow -n __nsfollow_begins -l version -d 'print the version'

complete -c nsfollow -n 'not __nsfollow_begins' -l config -r -F -d 'read this configuration'
complete -c nsfollow -n 'not __nsfollow_begins' -l state-dir -x -a '(__fish_complete_directories)' -d 'remember there what was published'
complete -c nsfollow -n 'not __nsfollow_begins' -l log-level -x -a 'error warning notice info debug'
complete -c nsfollow -n 'not __nsfollow_begins' -l log-format -x -a 'text journal syslog'
complete -c nsfollow -l help -d 'print a short help'

complete -c nsfollow -n '__nsfollow_is run reload force status trigger' -l socket -r -F -d 'where the watcher listens'

complete -c nsfollow -n '__nsfollow_is sync' -l dry-run -d 'say what would be sent'
complete -c nsfollow -n '__nsfollow_is sync' -l force -d 'send even where nothing differs'
complete -c nsfollow -n '__nsfollow_is sync' -l wait -d 'wait for all name servers'

complete -c nsfollow -n '__nsfollow_is explain status' -a '(__nsfollow_names)'
complete -c nsfollow -n '__nsfollow_is check' -l online -d 'ask the name servers, too'

complete -c nsfollow -n '__nsfollow_is check explain status' -l json -d 'for programs'
complete -c nsfollow -n '__nsfollow_is status' -l prometheus -d 'gauges for Prometheus'
complete -c nsfollow -n '__nsfollow_is status' -l follow -d 'go on, whenever it has changed'

complete -c nsfollow -n '__nsfollow_is trigger' -l interface -x -a '(__nsfollow_interfaces)' -d 'what has changed'
complete -c nsfollow -n '__nsfollow_is trigger' -l address -x -d 'an address to wait for'
complete -c nsfollow -n '__nsfollow_is trigger' -l source -x -a 'ntp chrony clock' -d 'who says so'
complete -c nsfollow -n '__nsfollow_is trigger' -l down -d 'the interface has gone'
complete -c nsfollow -n '__nsfollow_is trigger' -l oneshot -d 'start a sync where no watcher runs'
complete -c nsfollow -n '__nsfollow_is trigger' -l strict -d 'tell what is wrong'

complete -c nsfollow -n '__nsfollow_is setup' -l server-type -x -a 'bind knot powerdns' -d 'the name server'
complete -c nsfollow -n '__nsfollow_is setup' -l zone -x -d 'the zone of the names'
complete -c nsfollow -n '__nsfollow_is setup' -l server -x -d 'its primary'
complete -c nsfollow -n '__nsfollow_is setup' -l key-name -x -d 'the name of the key'
complete -c nsfollow -n '__nsfollow_is setup' -l algorithm -x -a 'hmac-sha224 hmac-sha256 hmac-sha384 hmac-sha512'
complete -c nsfollow -n '__nsfollow_is setup' -l rights -x -a 'host zone' -d 'of each key'
complete -c nsfollow -n '__nsfollow_is setup' -l reverse -x -d 'PTR records too'
complete -c nsfollow -n '__nsfollow_is setup' -l user -x -d 'another machine'
complete -c nsfollow -n '__nsfollow_is setup' -l write -d 'write the part of this machine'

complete -c nsfollow -n '__nsfollow_is hooks' -a 'pppd dhclient dhcpcd udhcpc NetworkManager networkd-dispatcher ifupdown'
complete -c nsfollow -n '__nsfollow_is hooks' -l install -d 'write what is missing'
complete -c nsfollow -n '__nsfollow_is hooks' -l remove -d 'take them away'
complete -c nsfollow -n '__nsfollow_is hooks' -l dry-run -d 'only say it'
complete -c nsfollow -n '__nsfollow_is hooks' -l root -x -a '(__fish_complete_directories)' -d 'another root directory'
