-- One request per completion, each with its own seed: wrk -s completions.lua URL -- MODEL WIDTH HEIGHT PROMPT [SEQUENCES] [KEY]
local counter, thread = 0, 0

function setup(t)
    t:set("id", thread)
    thread = thread + 1
end

function init(args)
    local width, height, prompt, sequences = tonumber(args[2]), tonumber(args[3]), tonumber(args[4]), tonumber(args[5] or 1)
    local zeros = {}
    for i = 1, prompt do zeros[i] = "0" end
    head = string.format('{"model":"%s","prompt":{"width":%d,"height":%d,"pixels":[%s]},"do_sample":true,"num_return_sequences":%d,"seed":', args[1], width, height, table.concat(zeros, ","), sequences)
    wrk.method, wrk.headers["Content-Type"], wrk.headers["X-Api-Key"] = "POST", "application/json", args[6]
    failed = 0
end

function request()
    counter = counter + 1
    return wrk.format(nil, "/api/v1/completions", nil, head .. (id * 1000000 + counter) .. "}")
end

function response(status)
    if status ~= 200 then failed = failed + 1 end
end

function done(summary, latency)
    local e = summary.errors
    io.write(string.format("RESULT %.1f %.2f %.2f %.2f %d %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, latency.max / 1000, summary.requests, e.connect + e.read + e.write + e.timeout + e.status))
end
