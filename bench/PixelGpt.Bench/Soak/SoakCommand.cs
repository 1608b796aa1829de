using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PixelGpt.Bench.Models;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace PixelGpt.Bench.Soak;

/// <summary><c>soak</c>: a long run as users have it, saves and scores included, and whether memory, speed and handles stay flat.</summary>
internal sealed class SoakCommand : Command
{
    private readonly Option<int> _steps = new("--steps") { Description = "Steps to train", DefaultValueFactory = _ => 20000 };
    private readonly Option<int> _every = new("--every") { Description = "Steps a row of the table", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<string> _model = new("--model") { Description = "Layers and dimensions", DefaultValueFactory = _ => ModelSize.Small.ShortName };

    public SoakCommand()
        : base("soak", "A long run: do memory, speed and handles stay flat?")
    {
        foreach (Option option in new Option[] { _steps, _every, _threads, _model }) Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        SpriteDataset data = await new CreaturesSource().LoadAsync(null, stop);
        var size = ModelSize.Parse(parsed.GetValue(_model)!);
        string folder = Path.Combine(Path.GetTempPath(), $"pixelgpt-soak-{Environment.ProcessId}"), plan = folder + ".json";
        try
        {
            await File.WriteAllTextAsync(plan, size.ToJson(data.Area).ToJsonString(), stop);
            var config = ModelConfig.LoadFor(plan, data.Palette.Count, data.Width, data.Height);
            int steps = parsed.GetValue(_steps), threads = parsed.GetValue(_threads);
            var recipe = new TrainingRecipe { Epochs = int.MaxValue };
            using var run = TrainingRun.Create(new RunFolder(folder), config, new DataReference { Source = "creatures" }, data, recipe, threads);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Console.WriteLine($"{size}, {threads} threads, {data.Name}, an epoch of {run.BatchesPerEpoch} steps scored and saved, a checkpoint every 10 s beside.\n");
            Console.WriteLine("| step | ms a step, scores and saves included | resident MB | managed MB | collections | handles | threads |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            run.SavePolicy = new SavePolicy { CheckpointEvery = TimeSpan.FromSeconds(10) };
            run.Train(new Rows(parsed.GetValue(_every), steps, enough), enough.Token);
            return 0;
        }
        finally
        {
            File.Delete(plan);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Rows(int every, int steps, CancellationTokenSource enough) : IRunListener
    {
        private int _step;
        private long _began = Stopwatch.GetTimestamp();

        public void StepDone(in StepReport report)
        {
            _step++;
            if (_step % every == 0) Row();
            if (_step == steps) enough.Cancel();
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }

        private void Row()
        {
            using var process = Process.GetCurrentProcess();
            double milliseconds = Stopwatch.GetElapsedTime(_began).TotalMilliseconds / every;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {_step} | {milliseconds:0.0} | {process.WorkingSet64 / 1e6:0.0} | {GC.GetTotalMemory(forceFullCollection: false) / 1e6:0.0} | {GC.CollectionCount(2)} | {process.HandleCount} | {process.Threads.Count} |"));
            _began = Stopwatch.GetTimestamp();
        }
    }
}
