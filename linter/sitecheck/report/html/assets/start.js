startTheme();
startPrinting();
startFindings();
startMap();
startPage();
startPages();
startExternal();
startRoutes();
