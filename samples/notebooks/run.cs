#!/usr/bin/env dotnet
// Runs the code cells of a notebook from top to bottom in a new kernel: dotnet run run.cs -- NOTEBOOK [--write]
// Fails if a cell fails. With --write, the outputs are stored in the notebook. Needs the tool dotnet-interactive on the PATH.
#:property PublishAot=false
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

if (args is not [var path, .. var options] || options is not ([] or ["--write"]))
{
    Console.Error.WriteLine("usage: dotnet run run.cs -- NOTEBOOK [--write]");
    return 2;
}

path = Path.GetFullPath(path);
JsonNode notebook = JsonNode.Parse(File.ReadAllText(path))!;
JsonObject[] cells = [.. notebook["cells"]!.AsArray().OfType<JsonObject>().Where(cell => (string?)cell["cell_type"] == "code")];
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
try
{
    using var kernel = new Kernel(Path.GetDirectoryName(path)!);
    for (int i = 0; i < cells.Length; i++)
    {
        string code = string.Concat(cells[i]["source"]!.AsArray().Select(line => (string?)line));
        long begin = Stopwatch.GetTimestamp();
        (JsonArray outputs, string? error) = await kernel.RunAsync(code, limit.Token);
        if (error is not null)
        {
            Console.Error.WriteLine($"{path}: code cell {i + 1} of {cells.Length} failed: {error}\n{code}");
            return 1;
        }

        Console.WriteLine($"code cell {i + 1} of {cells.Length}: {outputs.Count} outputs, {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s");
        (cells[i]["execution_count"], cells[i]["outputs"]) = (i + 1, outputs);
    }
}
catch (Win32Exception)
{
    Console.Error.WriteLine("dotnet-interactive was not found on the PATH; install it: dotnet tool install --global Microsoft.dotnet-interactive");
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine($"{path}: the cells took more than 10 minutes");
    return 1;
}

if (options is ["--write"])
{
    var format = new JsonSerializerOptions { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    File.WriteAllText(path, notebook.ToJsonString(format) + "\n");
    Console.WriteLine($"wrote {path}");
}

return 0;

/// <summary>A kernel of dotnet-interactive, which is given one JSON command per line and answers with one JSON event per line.</summary>
sealed class Kernel : IDisposable
{
    private readonly Process _process;
    private int _commands;

    public Kernel(string folder)
    {
        var start = new ProcessStartInfo("dotnet-interactive", "stdio") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };

        // The tool may have been built for an earlier version of .NET.
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        _process = Process.Start(start)!;
    }

    /// <summary>Runs code, and returns what it displayed or why it failed.</summary>
    public async Task<(JsonArray Outputs, string? Error)> RunAsync(string code, CancellationToken stop)
    {
        string token = $"cell-{++_commands}";
        var command = new JsonObject
        {
            ["token"] = token,
            ["commandType"] = "SubmitCode",
            ["command"] = new JsonObject { ["code"] = code, ["targetKernelName"] = "csharp" },
            ["routingSlip"] = new JsonArray(),
        };
        await _process.StandardInput.WriteLineAsync(command.ToJsonString().AsMemory(), stop);
        await _process.StandardInput.FlushAsync(stop);

        var outputs = new JsonArray();
        string errors = "";
        while (await _process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            // The tool greets its first user in plain text.
            if (!line.StartsWith('{')) continue;
            JsonNode answer = JsonNode.Parse(line)!;
            if ((string?)answer["command"]?["token"] != token) continue;
            JsonNode content = answer["event"]!;
            switch ((string?)answer["eventType"])
            {
                case "DisplayedValueProduced":
                    outputs.Add(Data("display_data", content));
                    break;
                case "ReturnValueProduced":
                    JsonObject result = Data("execute_result", content);
                    result["execution_count"] = _commands;
                    outputs.Add(result);
                    break;
                case "StandardOutputValueProduced":
                    AddText(outputs, Value(content));
                    break;
                case "ErrorProduced" or "StandardErrorValueProduced":
                    errors += (string?)content["message"] ?? Value(content);
                    break;
                case "CommandFailed":
                    return (outputs, (string?)content["message"] is { Length: > 0 } message ? message : errors);
                case "CommandSucceeded":
                    return (outputs, errors.Length > 0 ? errors : null);
            }
        }

        return (outputs, "the kernel ended");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string Value(JsonNode content) => string.Concat(content["formattedValues"]!.AsArray().Select(value => (string?)value!["value"]));

    private static JsonObject Data(string type, JsonNode content)
    {
        var data = new JsonObject();
        foreach (JsonNode? value in content["formattedValues"]!.AsArray()) data[(string)value!["mimeType"]!] = (string)value["value"]!;
        return new JsonObject { ["output_type"] = type, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    /// <summary>Adds printed text to the text before it.</summary>
    private static void AddText(JsonArray outputs, string text)
    {
        if (outputs.LastOrDefault() is JsonObject last && (string?)last["output_type"] == "stream") last["text"] = (string)last["text"]! + text;
        else outputs.Add((JsonNode)new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text });
    }
}
