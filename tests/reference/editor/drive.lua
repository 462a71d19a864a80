-- Drives the server from Neovim, set up by the snippet of the README, and writes what came of it as JSON.
local site, out = unpack(vim.json.decode(vim.env.SITECHECK_DRIVE))
local found = {}

assert(loadstring(vim.env.SITECHECK_SNIPPET))()
vim.cmd("filetype on")

local function codes()
  local seen = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(seen, { each.code, each.lnum, each.col, each.end_col })
  end
  return seen
end

local function until_true(what, holds)
  if not vim.wait(60000, holds, 20) then
    error("waited in vain for " .. what .. ": " .. vim.inspect(codes()))
  end
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000) or {}
  for _, answer in pairs(answers) do
    if answer.error then error(method .. ": " .. answer.error.message) end
    return answer.result
  end
end

local ok, problem = pcall(function()
  vim.cmd.edit(site .. "/a.md")
  until_true("a diagnostic", function() return #codes() == 1 end)
  found.first = codes()

  vim.api.nvim_buf_set_text(0, 4, 4, 4, 13, { "/B.html" })
  until_true("the edit's diagnostic", function() return #codes() == 1 and codes()[1][4] == 11 end)
  found.edited = codes()

  vim.api.nvim_win_set_cursor(0, { 5, 5 })
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = {} }
  for _, action in ipairs(ask("textDocument/codeAction", params)) do
    if action.isPreferred then vim.lsp.util.apply_workspace_edit(action.edit, "utf-16") end
  end
  until_true("the fix", function() return #codes() == 0 end)
  found.fixed = vim.api.nvim_buf_get_lines(0, 4, 5, false)[1]

  local places = ask("textDocument/definition", vim.lsp.util.make_position_params())
  found.definition = places[1].targetUri or places[1].uri

  local line = vim.api.nvim_buf_get_lines(0, 6, 7, false)[1]
  vim.api.nvim_win_set_cursor(0, { 7, #line - 1 })
  local items = ask("textDocument/completion", vim.lsp.util.make_position_params())
  found.completion = {}
  for _, item in ipairs(items.items or items) do table.insert(found.completion, item.label) end

  vim.cmd.edit(site .. "/b.md")
  vim.api.nvim_win_set_cursor(0, { 5, 4 })
  until_true("the client", function() return #vim.lsp.get_clients({ bufnr = 0 }) == 1 end)
  local rename = vim.lsp.util.make_position_params()
  rename.newName = "Things found"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", rename), "utf-16")
  vim.cmd("silent wall")
  found.symbols = {}
  local named = { textDocument = vim.lsp.util.make_text_document_params() }
  for _, symbol in ipairs(ask("textDocument/documentSymbol", named)) do
    table.insert(found.symbols, symbol.name)
  end
end)
found.problem = not ok and tostring(problem) or nil
local file = assert(io.open(out, "w"))
file:write(vim.json.encode(found))
file:close()
for _, client in ipairs(vim.lsp.get_clients()) do client.stop() end
vim.wait(5000, function() return #vim.lsp.get_clients() == 0 end, 20)
vim.cmd("qall!")
