"""Production on one machine: the files of ops/ as they stand, with servers, addresses and folders of their own."""
