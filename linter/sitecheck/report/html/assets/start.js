startTheme();
startPrinting();
startFindings();
startMap();
startPage();
startPages();
startExternal();
addEventListener("hashchange", route);
route();
