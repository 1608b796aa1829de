using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>A request to a <see cref="HubServer"/>.</summary>
internal sealed record HubRequest(string Path, string Query, string? Authorization)
{
    public string? this[string name] => QueryHelpers.ParseQuery(Query).TryGetValue(name, out var value) ? value.ToString() : null;

    public bool IsPage(string split, int offset) => this["split"] == split && this["offset"] == $"{offset}";
}

/// <summary>A local server that imitates the dataset viewer, with errors as configured by a test.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private LoopbackServer _server = null!;
    private readonly Dictionary<string, List<(string Column, string Config, (string Split, int[][] Rows)[] Splits)>> _datasets = [];
    private readonly List<(string Repository, string Config, string Split, string Name, byte[] Bytes)> _files = [];
    private readonly List<(string Repository, string Path, byte[] Bytes)> _repositoryFiles = [];
    private readonly ConcurrentQueue<HubRequest> _requests = new();

    private HubServer()
    {
    }

    public Uri Endpoint => _server.Address;

    public IReadOnlyList<HubRequest> Requests => [.. _requests];

    /// <summary>Handles a request instead of the server; returns false to let the server handle it.</summary>
    public Func<HubRequest, HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>Changes a response before it is sent.</summary>
    public Func<HubRequest, JsonObject, JsonNode?>? Edit { get; set; }

    public Func<HubRequest, string>? Revision { get; set; }

    public static async Task<HubServer> StartAsync()
    {
        var server = new HubServer();
        server._server = await LoopbackServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public void Add(string repository, string column, params (string Split, int[][] Rows)[] splits) => Add(repository, column, "default", splits);

    public void Add(string repository, string column, string config, params (string Split, int[][] Rows)[] splits) =>
        _datasets[repository] = [(column, config, splits)];

    /// <summary>Adds another configuration to a data set.</summary>
    public void AddConfig(string repository, string column, string config, params (string Split, int[][] Rows)[] splits) =>
        _datasets[repository].Add((column, config, splits));

    /// <summary>Adds a parquet file, which the hub makes of a split.</summary>
    public void AddFile(string repository, string config, string split, string name, byte[] bytes) => _files.Add((repository, config, split, name, bytes));

    /// <summary>Makes the first matching requests fail with a status.</summary>
    public void Fail(Func<HubRequest, bool> match, int status, int times = 1, Action<HttpResponse>? headers = null, string body = """{"error": "busy"}""")
    {
        int left = times;
        Fault = async (request, context) =>
        {
            if (!match(request) || Interlocked.Decrement(ref left) < 0) return false;
            context.Response.StatusCode = status;
            headers?.Invoke(context.Response);
            await context.Response.WriteAsync(body);
            return true;
        };
    }

    public void ClearRequests() => _requests.Clear();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string? authorization = context.Request.Headers.Authorization;
        var request = new HubRequest(context.Request.Path.Value!, context.Request.QueryString.Value!, authorization);
        _requests.Enqueue(request);
        if (Fault is not null && await Fault(request, context)) return;
        if (request.Path.StartsWith("/api/datasets/", StringComparison.Ordinal) && _repositoryFiles.Count > 0)
        {
            await context.Response.WriteAsync(new JsonArray([new JsonObject { ["type"] = "directory", ["path"] = "data", ["size"] = 0 }, .. _repositoryFiles.Select(f => new JsonObject { ["type"] = "file", ["path"] = f.Path, ["size"] = f.Bytes.Length })]).ToJsonString());
            return;
        }

        byte[]? repositoryFile = _repositoryFiles.FirstOrDefault(f => request.Path == $"/datasets/{f.Repository}/resolve/main/{f.Path}").Bytes;
        if ((repositoryFile ?? _files.FirstOrDefault(f => request.Path == PathOf(f.Repository, f.Config, f.Split, f.Name)).Bytes) is { } bytes)
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
            return;
        }

        JsonObject? answer = Answer(request);
        if (answer is null)
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("""{"error": "The dataset does not exist."}""");
            return;
        }

        JsonNode? edited = Edit is null ? answer : Edit(request, answer);
        if (Revision is not null) context.Response.Headers["X-Revision"] = Revision(request);
        byte[] body = Encoding.UTF8.GetBytes(edited?.ToJsonString() ?? "null");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    /// <summary>Adds a parquet file of a repository, which the hub has not converted.</summary>
    public void AddRepositoryFile(string repository, string path, byte[] bytes) => _repositoryFiles.Add((repository, path, bytes));

    private static string PathOf(string repository, string config, string split, string name) => $"/datasets/{repository}/resolve/{config}/{split}/{name}";

    private JsonObject? Answer(HubRequest request)
    {
        if (request.Path.StartsWith("/api/datasets/", StringComparison.Ordinal)) return null;
        if (request.Path == "/parquet")
        {
            return new JsonObject
            {
                ["parquet_files"] = new JsonArray([.. _files.Where(f => f.Repository == request["dataset"]).Select(f => new JsonObject
                {
                    ["dataset"] = f.Repository, ["config"] = f.Config, ["split"] = f.Split, ["url"] = new Uri(Endpoint, PathOf(f.Repository, f.Config, f.Split, f.Name)).ToString(), ["filename"] = f.Name, ["size"] = f.Bytes.Length,
                })]),
                ["pending"] = new JsonArray(),
                ["failed"] = new JsonArray(),
                ["partial"] = false,
            };
        }

        if (!_datasets.TryGetValue(request["dataset"] ?? "", out var configs)) return null;
        if (request.Path == "/splits")
        {
            return new JsonObject
            {
                ["splits"] = new JsonArray([.. configs.SelectMany(c => c.Splits, (c, s) => new JsonObject
                {
                    ["dataset"] = request["dataset"], ["config"] = c.Config, ["split"] = s.Split,
                })]),
                ["pending"] = new JsonArray(),
                ["failed"] = new JsonArray(),
            };
        }

        var dataset = configs.Single(c => c.Config == request["config"]);
        int[][] rows = dataset.Splits.Single(s => s.Split == request["split"]).Rows;
        int offset = int.Parse(request["offset"]!, CultureInfo.InvariantCulture), length = int.Parse(request["length"]!, CultureInfo.InvariantCulture);
        Assert.InRange(length, 1, 100);
        return new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["feature_idx"] = 0, ["name"] = dataset.Column, ["type"] = new JsonObject { ["_type"] = "List" } }),
            ["rows"] = new JsonArray([.. rows.Skip(offset).Take(length).Select((row, i) => new JsonObject
            {
                ["row_idx"] = offset + i,
                ["row"] = new JsonObject { [dataset.Column] = new JsonArray([.. row.Select(v => JsonValue.Create(v))]) },
                ["truncated_cells"] = new JsonArray(),
            })]),
            ["num_rows_total"] = rows.Length,
            ["num_rows_per_page"] = 100,
            ["partial"] = false,
        };
    }
}
