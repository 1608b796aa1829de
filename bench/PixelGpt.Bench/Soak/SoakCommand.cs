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

/// <summary><c>soak</c>: a long training run with evaluation and saving, to check that memory, speed and handles stay constant.</summary>
internal sealed class SoakCommand : Command
{
    private readonly Option<int> _steps = new("--steps") { Description = "Number of steps to train", DefaultValueFactory = _ => 20000 };
    private readonly Option<int> _every = new("--every") { Description = "Number of steps per row of the table", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _threads = new("--threads") { Description = "Number of threads to use", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<string> _model = new("--model") { Description = "Layers and dimensions of GPT-2, such as 6x64", DefaultValueFactory = _ => ModelSize.Small.ShortName };

    public SoakCommand()
        : base("soak", "Trains for a long time and reports memory, speed and handles.")
    {
        foreach (Option option in new Option[] { _steps, _every, _threads, _model }) Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        SpriteDataset data = await new CreaturesSource().LoadAsync(null, stop);
        var size = ModelSize.Parse(parsed.GetValue(_model)!);
        string folder = Path.Combine(Path.GetTempPath(), $"pixelgpt-soak-{Environment.ProcessId}"), configFile = folder + ".json";
        try
        {
            await File.WriteAllTextAsync(configFile, size.ToJson(data.Area).ToJsonString(), stop);
            var config = ModelConfig.LoadFor(configFile, data.Palette.Count, data.Width, data.Height);
            int steps = parsed.GetValue(_steps), threads = parsed.GetValue(_threads);
            var recipe = new TrainingRecipe { Epochs = int.MaxValue };
            using var run = TrainingRun.Create(new RunFolder(folder), config, new DataReference { Source = "creatures" }, data, recipe, threads);
            using var stopTraining = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Console.WriteLine($"{size}, {threads} threads, {data.Name}, epochs of {run.BatchesPerEpoch} steps, evaluation and saving after each epoch, a checkpoint every 10 s.\n");
            Console.WriteLine("| step | ms per step, with evaluation and saving | resident MB | managed MB | collections | handles | threads |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            run.SavePolicy = new SavePolicy { CheckpointEvery = TimeSpan.FromSeconds(10) };
            run.Train(new TableWriter(parsed.GetValue(_every), steps, stopTraining), stopTraining.Token);
            return 0;
        }
        finally
        {
            File.Delete(configFile);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class TableWriter(int every, int steps, CancellationTokenSource stopTraining) : IRunListener
    {
        private int _step;
        private long _start = Stopwatch.GetTimestamp();

        public void StepDone(in StepReport report)
        {
            _step++;
            if (_step % every == 0) WriteRow();
            if (_step == steps) stopTraining.Cancel();
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }

        private void WriteRow()
        {
            using var process = Process.GetCurrentProcess();
            double milliseconds = Stopwatch.GetElapsedTime(_start).TotalMilliseconds / every;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {_step} | {milliseconds:0.0} | {process.WorkingSet64 / 1e6:0.0} | {GC.GetTotalMemory(forceFullCollection: false) / 1e6:0.0} | {GC.CollectionCount(2)} | {process.HandleCount} | {process.Threads.Count} |"));
            _start = Stopwatch.GetTimestamp();
        }
    }
}
