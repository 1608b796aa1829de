using System.Globalization;
using System.Text.Json.Nodes;
using PixelGpt.Bench.Models;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Comparison;

/// <summary>Measures PixelGpt and the PyTorch implementation, each in its own process.</summary>
internal static class ComparedPrograms
{
    /// <summary>Number of pixels per picture.</summary>
    private const int Pixels = 400;

    /// <summary>Times the functions of the PyTorch implementation: training, one picture, 80 pictures at once, each after a warm-up.</summary>
    private const string PeerScript = """
        import json, os, sys, time
        peer, data, layers, heads, dim, threads, unit, fused, attention_dropout = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7]), sys.argv[7], sys.argv[8] == "fused", float(sys.argv[9])
        sys.path.insert(0, os.path.dirname(os.path.abspath(peer)))
        p = __import__(os.path.splitext(os.path.basename(peer))[0])
        torch = p.torch
        torch.set_num_threads(threads)
        rows = p.load_rows(data)
        train, test, batch = rows[:632], rows[712:], 16
        p.FUSED = fused
        model = p.Gpt2(layers, heads, dim, attn_drop=attention_dropout)
        opt = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1, **({"fused": True} if fused else {}))
        gen = torch.Generator().manual_seed(0)

        def seconds(call, warm_up, min_count, min_seconds):
            warm_up()
            times, first = [], time.perf_counter()
            while len(times) < min_count or time.perf_counter() - first < min_seconds:
                start = time.perf_counter()
                call()
                times.append(time.perf_counter() - start)
            return times

        step = lambda: p.train_epoch(model, opt, train[:batch], batch, gen)
        if unit == "epochs":
            epochs = seconds(lambda: p.train_epoch(model, opt, train, batch, gen), step, 2, 0)
        else:
            epochs = [s * len(train) / batch for s in seconds(step, step, 2, 4)]
        model.eval()
        turn = iter(range(1 << 30))
        def one():
            i = next(turn) % len(test)
            model.greedy(test[i : i + 1, : p.PROMPT])
        print(json.dumps(dict(train=epochs, one=seconds(one, one, 5, 2), batch=seconds(lambda: model.greedy(test[:80, : p.PROMPT]), one, 1, 4))))
        """;

    /// <summary>Returns whether whole epochs are timed, as for the small model; for larger ones an epoch is estimated from single steps.</summary>
    private static bool IsTimedByEpochs(ModelSize size) => size == ModelSize.Small;

    /// <summary>Measures PixelGpt with <c>pixelgpt bench</c>.</summary>
    /// <param name="cli">Command line program of PixelGpt.</param>
    /// <param name="size">Size of the model.</param>
    /// <param name="data">Folder of the data set.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="attentionDropout">Dropout rate of the attention weights.</param>
    public static ComparisonRound PixelGpt(string cli, ModelSize size, string data, int threads, double attentionDropout)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pixelgpt-compare-");
        try
        {
            string config = Path.Combine(folder.FullName, "config.json");
            JsonObject json = size.ToJson(Pixels);
            json["attn_pdrop"] = attentionDropout;
            File.WriteAllText(config, json.ToJsonString());
            string[] arguments = [cli, "bench", "--data", data, "--config", config, "--threads", $"{threads}", "--json"];
            var process = MeasuredProcess.Run("dotnet", IsTimedByEpochs(size) ? arguments : [.. arguments, "--quick"]);
            JsonNode figures = JsonNode.Parse(process.Output)!;
            return new ComparisonRound
            {
                Program = "PixelGpt",
                Model = size.ShortName,
                Machine = $"{Machine.Describe()}",
                Threads = threads,
                Train = Read(figures["train"]!, "seconds_per_epoch"),
                One = Read(figures["complete_one"]!, "milliseconds"),
                Batch = Read(figures["complete_batch"]!, "seconds"),
                PeakMegabytes = process.PeakBytes / 1048576.0,
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Measures the PyTorch implementation.</summary>
    /// <param name="torch">The PyTorch installation.</param>
    /// <param name="peer">Script of the implementation.</param>
    /// <param name="isFused">Whether PyTorch's fused attention, GELU and AdamW are used.</param>
    /// <param name="size">Size of the model.</param>
    /// <param name="data">Folder of the data set.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="attentionDropout">Dropout rate of the attention weights.</param>
    public static ComparisonRound Peer(PyTorch torch, string peer, bool isFused, ModelSize size, string data, int threads, double attentionDropout)
    {
        string[] sizes = [.. new[] { size.Layers, size.Heads, size.HiddenSize, threads }.Select(n => n.ToString(CultureInfo.InvariantCulture))];
        (JsonNode json, long? peak) = torch.Run(PeerScript, [peer, Path.Combine(data, "pixel_color.txt"), .. sizes, IsTimedByEpochs(size) ? "epochs" : "steps", Mode(isFused), attentionDropout.ToString(CultureInfo.InvariantCulture)]);
        MeasurementSummary Of(string what) => MeasurementSummary.Of(json[what]!.AsArray().Select(v => v!.GetValue<double>()));
        return new ComparisonRound
        {
            Program = $"{torch.Name}, {Mode(isFused)}",
            Model = size.ShortName,
            Machine = $"{Machine.Describe()}",
            Threads = threads,
            Train = Of("train"),
            One = Of("one") * 1000,
            Batch = Of("batch"),
            PeakMegabytes = peak / 1048576.0,
        };
    }

    private static string Mode(bool isFused) => isFused ? "fused" : "eager";

    private static MeasurementSummary Read(JsonNode json, string name)
    {
        double Value(string key) => json[key]!.GetValue<double>();
        return new MeasurementSummary(Value(name), Value(name + "_min"), Value(name + "_max"), json["measured"]!.GetValue<int>());
    }
}
