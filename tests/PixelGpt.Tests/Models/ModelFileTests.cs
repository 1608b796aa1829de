using System.IO.Compression;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Tests models that are saved to one file, and loaded from a path, a stream or memory.</summary>
public sealed class ModelFileTests : IDisposable
{
    private static readonly GenerationOptions Sampling = new() { DoSample = true, Temperature = 0.8, TopP = 0.9 };

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    public static TheoryData<string> Variants => [.. TinyModels.Variants];

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_model_is_the_same_after_saving_and_loading(string variant)
    {
        PixelModel model = TinyModels.PixelModel(variant);
        byte[] file = Saved(model);
        PixelModel loaded = PixelModel.Load(file);
        Assert.Equal(model.Config.ToText(), loaded.Config.ToText());
        Assert.Equal(model.Palette.Colors.ToArray(), loaded.Palette.Colors.ToArray());
        Assert.All(model.Transformer.Parameters.All.Zip(loaded.Transformer.Parameters.All), p => Assert.Equal(model.Transformer.Parameters[p.First].ToArray(), loaded.Transformer.Parameters[p.Second].ToArray()));
        Assert.Equal(file, Saved(loaded));
    }

    [Fact]
    public void Path_stream_and_bytes_give_model_and_sampling()
    {
        string path = _temporary["hero.pixelgpt"];
        new ModelFile(TinyModels.PixelModel("pixelgpt"), Sampling).Save(path);
        using var slow = new OneByteStream(File.ReadAllBytes(path));
        ModelFile[] files = [ModelFile.Load(path), ModelFile.Load(slow), ModelFile.Load(File.ReadAllBytes(path))];
        Assert.All(files, f => Assert.Equal(Sampling, f.Sampling));
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(path), Saved(f)));
        Assert.Equal(GenerationOptions.Greedy, ModelFile.Load(Saved(TinyModels.PixelModel("pixelgpt"))).Sampling);
        Assert.Equal(Saved(TinyModels.PixelModel("pixelgpt")), Saved(PixelModel.Load(path)));
    }

    [Fact]
    public void A_folder_gives_model_and_sampling_too()
    {
        string folder = TinyModels.Save(_temporary["run"], TinyModels.PixelModel("pixelgpt"));
        GenerationConfigFile.Save(new RunFolder(folder), Sampling);
        Assert.Equal(Sampling, ModelFile.Load(folder).Sampling);
    }

    [Fact]
    public void The_built_in_model_draws_the_same_from_a_file()
    {
        PixelModel loaded = PixelModel.Load(Saved(PixelModel.BuiltIn));
        GenerationOptions options = GenerationConfigFile.LoadBuiltIn() with { Seed = 3 };
        Assert.Equal(PixelModel.BuiltIn.Generate(16, 16, options)[0].Pixels.ToArray(), loaded.Generate(16, 16, options)[0].Pixels.ToArray());
    }

    [Fact]
    public void An_ensemble_has_its_members_in_the_file()
    {
        PixelModel ensemble = TinyModels.Ensemble("gpt2", "pixelgpt", "qwen3");
        var prompt = new Sprite(TinyModels.Width, TinyModels.Height, new int[TinyModels.Width]);
        PixelModel loaded = PixelModel.Load(Saved(ensemble));
        Assert.Equal(["gpt2", "pixelgpt", "qwen3"], loaded.Members.Select(m => m.Config.Family.ModelType));
        Assert.Equal(ensemble.Complete(prompt)[0].Pixels.ToArray(), loaded.Complete(prompt)[0].Pixels.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("mine/")]
    public void An_archive_of_a_folder_made_by_another_program_is_a_model_file(string folder)
    {
        PixelModel model = TinyModels.PixelModel("gpt2");
        byte[] zipped = Changed(Saved(model), entry => (folder + entry.Name, entry.Content), CompressionLevel.Optimal);
        Assert.Equal(Saved(model), Saved(PixelModel.Load(zipped)));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("colormap.txt")]
    [InlineData("model.safetensors")]
    public void A_missing_part_is_named(string part)
    {
        byte[] file = Changed(Saved(TinyModels.PixelModel("gpt2")), entry => entry.Name == part ? null : entry);
        Assert.Equal(
            $"the model file: the archive has no {part}; a model file is written by 'pixelgpt convert RUN --single FILE.pixelgpt'",
            Assert.Throws<InputException>(() => PixelModel.Load(file)).Message);
    }

    [Fact]
    public void Every_truncation_is_an_error_in_one_line()
    {
        byte[] file = Saved(TinyModels.PixelModel("gpt2"));
        for (int length = 0; length < file.Length; length += Math.Max(1, length / 5))
        {
            InputException e = Assert.Throws<InputException>(() => PixelModel.Load(file.AsMemory(0, length)));
            Assert.StartsWith("the model file: not a zip archive, or damaged: ", e.Message);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void Weights_that_decompress_to_more_than_the_model_needs_are_not_decompressed()
    {
        byte[] bomb = Changed(Saved(TinyModels.PixelModel("gpt2")), entry => entry.Name == "model.safetensors" ? (entry.Name, new byte[64 << 20]) : entry, CompressionLevel.Fastest);
        Assert.InRange(bomb.Length, 0, 1 << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InputException e = Assert.Throws<InputException>(() => PixelModel.Load(bomb));
        Assert.Matches(@"^the model file: model\.safetensors: the weights have 67108864 bytes, but a model of [0-9]+ parameters has at most [0-9]+; check that they belong to config\.json$", e.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Fact]
    public void A_long_text_is_not_decompressed()
    {
        byte[] bomb = Changed(Saved(TinyModels.PixelModel("gpt2")), entry => entry.Name == "config.json" ? (entry.Name, new byte[8 << 20]) : entry, CompressionLevel.Fastest);
        Assert.Equal("the model file: config.json: the file has 8388608 bytes; the maximum is 1048576", Assert.Throws<InputException>(() => PixelModel.Load(bomb)).Message);
    }

    [Fact]
    public void A_wrong_path_is_reported()
    {
        Assert.Contains("no such file", Assert.Throws<InputException>(() => PixelModel.Load(_temporary["none.pixelgpt"])).Message);
        Directory.CreateDirectory(_temporary["folder"]);
        Assert.Equal($"{_temporary["folder"]}: this is a folder; give the path of a file, such as model.pixelgpt", Assert.Throws<InputException>(() => PixelModel.BuiltIn.Save(_temporary["folder"])).Message);
    }

    [Fact]
    public void A_failing_stream_is_a_failure()
    {
        using var broken = new BrokenStream();
        Assert.Equal("the model file: could not be read: the cable is out", Assert.Throws<FailureException>(() => PixelModel.Load(broken)).Message);
    }

    private static byte[] Saved(PixelModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static byte[] Saved(ModelFile file)
    {
        using var stream = new MemoryStream();
        file.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Writes the archive again with other entries; null leaves one out.</summary>
    private static byte[] Changed(byte[] file, Func<(string Name, byte[] Content), (string Name, byte[] Content)?> change, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var result = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(file)))
        using (var target = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using var content = new MemoryStream();
                using (Stream stream = entry.Open()) stream.CopyTo(content);
                if (change((entry.FullName, content.ToArray())) is not { } changed) continue;
                using Stream written = target.CreateEntry(changed.Name, level).Open();
                written.Write(changed.Content);
            }
        }

        return result.ToArray();
    }

    /// <summary>Returns one byte per call, and cannot seek.</summary>
    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("the cable is out");
    }
}
