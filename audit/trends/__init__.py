"""Questions over an archive: how outlets, desks, months and, where asked for, authors compare."""
