using System.CommandLine;
using PixelGpt.Benchmarking;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt bench</c></summary>
internal sealed class BenchCommand : Command, IRunnable
{
    private readonly DataOptions _data;
    private readonly ModelOptions _model;
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<bool> _quick = new("--quick") { Description = "Measure for a few seconds instead of about a minute; the time of an epoch is estimated from single steps." };

    public BenchCommand()
        : base("bench", "Measure speed and memory on this machine: training, completing one picture, completing 80 pictures.")
    {
        _data = new DataOptions(this, "Data set to train on and to complete", "creatures");
        _model = new ModelOptions(this);
        Options.Add(_threads);
        Options.Add(_quick);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt bench", "pixelgpt bench --model llama --preset base --quick", "pixelgpt bench --threads 1 --json"];

    public async Task<int> RunAsync(Session session)
    {
        int threads = session.ReadThreads(_threads);
        SpriteDataset data = await session.LoadAsync(_data.Read(session) ?? DataReference.Create("creatures"));
        ModelConfig config = _model.Read(session, data, null, _model.Preset(session, null));
        BenchmarkReport report = BenchmarkWorkflow.Run(session, new Benchmark(config, data, threads), session.Get(_quick));
        session.WriteResult(BenchmarkWorkflow.ToJson(report, config, data), console => BenchmarkWorkflow.Write(console, report, config));
        return ExitCode.Success;
    }
}
