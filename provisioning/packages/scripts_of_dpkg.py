"""The maintainer scripts that dpkg runs before and after unpacking or removing a package. Plain shell, because they
must also work on a half-installed machine.

They enable or start nothing for the first time, because a program without its hall's files could only fail. Files of a
site and data of programs are never removed.
"""

from __future__ import annotations

from provisioning.installation import layout
from provisioning.packages.contents import PLACER, HousePackage, in_a_package

HEAD = "#!/bin/sh\nset -e\n"
LIVE = "[ -d /run/systemd/system ]"
SYSUSERS = in_a_package(layout.SYSUSERS)
TMPFILES = in_a_package(layout.TMPFILES)

PLACE = f"""#!/bin/sh
# Places what a hall has of its own, as scripts/install of the sources does with --site; the program is here already.
#   sudo {PLACER} hall|terminal --site DIR [--machine NAME] [--dry-run]
set -e
umask 022
case " $* " in *" --dry-run "*) ;; *" terminal "*)  # lgpio has no wheel for Python 3.13: there the system's serves
  for site in {layout.ENVIRONMENT}/lib/python3*/site-packages; do
    for file in /usr/lib/python3/dist-packages/lgpio.py /usr/lib/python3/dist-packages/_lgpio.*.so; do
      [ ! -e "$file" ] || [ -d "$site/lgpio-"*.dist-info ] || ln -sf "$file" "$site/"
    done
  done ;;
esac
exec {layout.ENVIRONMENT}/bin/python -I -B -m provisioning.installation.command --packaged "$@"
"""


def maintainer_scripts(package: HousePackage) -> dict[str, str]:
    """Script name → its text."""
    written = _of_common() if not package.part else _of_part(package)
    return {name: HEAD + text for name, text in written.items()}


def _of_common() -> dict[str, str]:
    return {
        "preinst": f"""if [ -L {layout.ENVIRONMENT} ] || [ -L {layout.COMMAND} ]; then
  echo "xiaochuang was installed here by scripts/install of its sources. First: sudo scripts/install uninstall" >&2
  echo "(configuration, data and users stay)" >&2
  exit 1
fi
""",
        "postinst": f"""if [ "$1" = configure ]; then
  systemd-sysusers {SYSUSERS}
  systemd-tmpfiles --create {TMPFILES} || true
  if {LIVE}; then systemctl daemon-reload; fi
fi
""",
        "postrm": f"""if [ "$1" = remove ]; then
  rm -rf {layout.ENVIRONMENT}
  [ ! -d {layout.HOME} ] || rmdir --ignore-fail-on-non-empty {layout.HOME}
  if {LIVE}; then systemctl daemon-reload; fi
fi
if [ "$1" = purge ]; then
  left=$(ls -d {layout.CONFIGURATION} {layout.DATA}/xiaochuang-* 2>/dev/null | tr '\\n' ' ')
  [ -z "$left" ] || echo "xiaochuang: kept, with the users they belong to: $left"
fi
""",
    }


def _of_part(package: HousePackage) -> dict[str, str]:
    units = " ".join(package.units)
    broker = (layout.BROKER_UNIT,) if package.part == "hall" else ()
    drop_ins = " ".join(f"{layout.UNITS}/{unit}.d" for unit in (*broker, *package.units))
    caches = " ".join(f"{layout.CACHE}/{one.user}" for one in package.programs)
    udev = f"  if {LIVE}; then udevadm control --reload; udevadm trigger; fi\n" if package.part == "terminal" else ""
    removal = f"""if [ "$1" = remove ]; then
  if {LIVE}; then systemctl stop {units}; fi
  systemctl --quiet disable {units} 2>/dev/null || true
fi
"""
    cleaning = ""
    if package.part == "hall":
        cleaning += f"  rm -f {' '.join(layout.SHIPPED['broker'].values())}\n"
    cleaning += f"  for folder in {drop_ins}; do\n"
    cleaning += '    rm -f "$folder"/30-hall.conf "$folder"/30-gpio.conf\n'
    cleaning += '    [ ! -d "$folder" ] || rmdir --ignore-fail-on-non-empty "$folder"\n  done\n'
    if package.part == "terminal":
        site = f"{layout.ENVIRONMENT}/lib/python3*/site-packages"
        cleaning += f"  rm -f {site}/lgpio.py {site}/_lgpio.*.so\n"
    cleaning += f"  if {LIVE}; then systemctl daemon-reload; fi\n"
    if package.part == "hall":
        cleaning += f"  if {LIVE}; then systemctl try-restart {layout.BROKER_UNIT} || true; fi\n"
    return {
        "postinst": f"""if [ "$1" = configure ]; then
{udev}  if {LIVE}; then
    systemctl daemon-reload
    systemctl try-restart --no-block {units}
  fi
fi
""",
        "prerm": removal,
        "postrm": f"""if [ "$1" = remove ]; then
{cleaning}fi
if [ "$1" = purge ]; then
  rm -rf {caches}
  left=$(ls -d {" ".join(one.data for one in package.programs)} 2>/dev/null | tr '\\n' ' ')
  [ -z "$left" ] || echo "{package.name}: kept, with the users they belong to: $left"
fi
""",
    }
