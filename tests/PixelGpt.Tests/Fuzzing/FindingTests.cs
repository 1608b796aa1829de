using System.Buffers.Binary;
using System.Text;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Formats.Npz;
using PixelGpt.Formats.Pth;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Fuzzing.Targets;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>Regression tests for the problems found by fuzzing and by security review, each with a minimal input.</summary>
public sealed class FindingTests : IDisposable
{
    private const string Escape = "\u001b[31m";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pth_file_whose_entries_share_bytes_is_rejected()
    {
        // A storage of 1 MB with 1000 names used 1 GB.
        byte[] zip = PthMaker.Zip(PthMaker.StateDict("FloatStorage", "FloatStorage"), ("0", new byte[24]), ("1", new byte[24]));
        int first = Directory(zip, "archive/data/0"), second = Directory(zip, "archive/data/1");
        zip.AsSpan(first + 42, 4).CopyTo(zip.AsSpan(second + 42));
        Assert.Contains("overlaps another entry", Refused(() => PthFile.Parse(zip, "a.pth")));
    }

    [Fact]
    public void A_pth_file_with_a_flipped_bit_is_rejected()
    {
        byte[] zip = PthMaker.Zip(PthMaker.StateDict("FloatStorage"), ("0", [.. Enumerable.Repeat((byte)7, 24)]));
        int data = zip.AsSpan().IndexOf((byte[])[7, 7, 7, 7]);
        Assert.NotNull(PthFile.Parse(zip, "a.pth"));
        zip[data] ^= 1;
        Assert.Contains("'archive/data/0' fails its CRC check", Refused(() => PthFile.Parse(zip, "a.pth")));
    }

    [Fact]
    public void Integer_keys_of_a_pickle_cannot_be_chosen_to_collide()
    {
        // All these keys have the same default hash code in .NET.
        long[] keys = [.. Enumerable.Range(0, 1000).Select(i => ((long)i << 32) | (uint)i)];
        Assert.Single(keys.Select(k => k.GetHashCode()).Distinct());
        Assert.InRange(keys.Select(k => PickleKeys.Keyed.GetHashCode(k)).Distinct().Count(), 990, 1000);
    }

    [Fact]
    public void The_size_of_a_pickle_is_limited()
    {
        byte[] pickle = [.. Enumerable.Repeat((byte)'}', (1 << 23) + 1)];
        Assert.Contains("exceeds the limit of 8388608", Refused(() => PthFile.Parse(PthMaker.Zip(pickle), "a.pth")));
        Assert.Contains("truncated", Refused(() => PthFile.Parse(PthMaker.Legacy(pickle), "a.pth")));
    }

    [Fact]
    public void An_archive_with_a_wrong_number_of_entries_is_rejected()
    {
        byte[] zip = PthMaker.Zip("N."u8.ToArray());
        Assert.Null(PthFile.Parse(zip, "a.pth"));
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 3);
        Assert.Contains("entry 2 of 3 is missing", Refused(() => PthFile.Parse(zip, "a.pth")));
    }

    [Theory]
    [InlineData("mistral", """ "num_hidden_layers": 268435456 """, "'num_hidden_layers' must be a whole number from 1 to 1000 (got 268435456)")]
    [InlineData("qwen2", """ "num_hidden_layers": 268435456, "use_sliding_window": true """, "'num_hidden_layers' must be a whole number from 1 to 1000")]
    [InlineData("llama", """ "num_attention_heads": 1000, "num_key_value_heads": 1000, "head_dim": 4294968, "max_position_embeddings": 1 """, "1000 heads of size 4294968 exceed the limit")]
    [InlineData("llama", """ "head_dim": 256, "max_position_embeddings": 1048576 """, "1048576 positions with head size 256 exceed the limit")]
    public void A_small_configuration_cannot_allocate_gigabytes(string family, string values, string expected)
    {
        string path = _folder.Write("config.json", $$"""{"model_type": "{{family}}", {{values}}}""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(expected, Refused(() => ModelConfig.Load(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("\"recipe\": {", "\"recipe\": null, \"x\": {")]
    [InlineData("\"source\": \"creatures\"", "\"source\": null")]
    [InlineData("\"checksum\": \"0011", "\"checksum\": \"")]
    [InlineData("\"checksum\": \"0011", "\"checksum\": null, \"x\": \"")]
    [InlineData("\"versions\": {", "\"versions\": null, \"x\": {")]
    [InlineData("\"batch_size\": 4", "\"batch_size\": 0")]
    [InlineData("\"best_metric\": \"loss\"", "\"best_metric\": 17")]
    [InlineData("\"splits\": {\"train\": 632, \"dev\": 80}", "\"splits\": null")]
    [InlineData("\"name\": \"creatures\"", "\"name\": \"\\ud800\"")]
    [InlineData("\"seed\": 0,", "\"seed\": 0, \"seed\": 1,")]
    public void A_record_with_missing_or_invalid_values_is_rejected(string valid, string changed)
    {
        Assert.Contains(valid, TrainingRecordTarget.Valid);
        string path = _folder.Write("training.json", TrainingRecordTarget.Valid);
        _ = TrainingRecord.Load(path);
        _folder.Write("training.json", TrainingRecordTarget.Valid.Replace(valid, changed, StringComparison.Ordinal));
        Refused(() => TrainingRecord.Load(path));
    }

    [Theory]
    [InlineData("""{"lr_scheduler_type": "\ud800"}""")]
    [InlineData("""{"\ud800": 1}""")]
    [InlineData("""{"recipe": {"seed": "\udc00"}}""")]
    public void An_unpaired_surrogate_in_a_recipe_is_rejected(string json) => Refused(() => RecipeFile.Load(_folder.Write("recipe.json", json)));

    [Fact]
    public void An_unpaired_surrogate_in_metrics_is_rejected_with_its_line() =>
        Assert.Contains("metrics.jsonl:1: damaged", Refused(() => MetricsLog.Load(_folder.Write("metrics.jsonl", """{"\ud800": 1}"""))));

    [Theory]
    [InlineData("null")]
    [InlineData("""{"split": "dev", "sprites": 1, "accuracy": 1, "nll": 1, "nll_completed": 1, "bits_per_pixel": 1, "drawings": [null]}""")]
    public void A_null_in_a_list_of_an_evaluation_is_rejected(string split)
    {
        string path = _folder.Write("evaluation.json", $$$"""{"dataset": {"name": "x", "checksum": "0", "width": 1, "height": 1, "colors": 1, "splits": {}}, "prompt_fraction": 0.5, "splits": [{{{split}}}]}""");
        Assert.Contains("a list contains null", Refused(() => EvaluationReport.Load(path)));
    }

    [Fact]
    public void Names_in_files_cannot_send_control_characters_to_a_terminal()
    {
        Assert.DoesNotContain(Escape, Refused(() => PthFile.Parse(PthMaker.Zip(Encoding.Latin1.GetBytes($"c{Escape}\rx\ny\n)R.")), "a.pth")));
        string index = _folder.Write("i.json", $$$"""{"weight_map": {"{{{Escape.Replace("\u001b", "\\u001b", StringComparison.Ordinal)}}}\n": "../x"}}""");
        Assert.DoesNotContain(Escape, Refused(() => ShardedTensors.Load(index)));
        byte[] npz = ZipMutation.Write([("a.npy", [.. NpyHeader.Write(NpyArray.Of([1.0])), .. BitConverter.GetBytes(1.0)])], System.IO.Compression.CompressionLevel.NoCompression, $"a{Escape}b");
        Assert.Equal("a [31mb", NpzFile.Parse(npz, "a.npz").Comment);
        Assert.Equal("a b c", new FailureException("a\nb\u202ec").Message);
    }

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("/etc/hostname")]
    [InlineData("in/../x.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(@"..\\x.safetensors")]
    [InlineData("C:x.safetensors")]
    [InlineData(@"x\u0000.safetensors")]
    public void An_index_can_only_name_files_in_its_own_folder(string file)
    {
        string index = _folder.Write("i.json", $$$"""{"weight_map": {"a": "{{{file}}}"}}""");
        Assert.Contains("not a file name in the folder of the index", Refused(() => ShardedTensors.Load(index)));
    }

    [Fact]
    public void Tensors_with_thousands_of_dimensions_are_rejected()
    {
        string header = $$$"""{"x":{"dtype":"F32","shape":[{{{string.Join(',', Enumerable.Repeat(1, 5000))}}}],"data_offsets":[0,4]}}""";
        Assert.Contains("5000 dimensions", Refused(() => SafeTensors.Parse((byte[])[.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0], "x")));
    }

    [Fact]
    public void A_file_that_is_truncated_while_it_is_read_is_an_error()
    {
        File.WriteAllBytes(_folder["x.safetensors"], SafeTensorsTarget.File(("x", [100_000])));
        using var file = SafeTensors.Load(_folder["x.safetensors"]);
        using (Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(_folder["x.safetensors"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) RandomAccess.SetLength(handle, 500);
        Assert.Contains("was truncated while it was read", Refused(() => file.Floats("x")));
    }

    [Fact]
    public void An_endless_file_is_rejected()
    {
        const string Endless = "/dev/zero";
        if (!File.Exists(Endless)) return;
        Assert.Contains("exceeds the limit", Refused(() => Palette.Load(Endless)));
        Assert.Contains("exceeds the limit", Refused(() => RecipeFile.Load(Endless)));
        Assert.Contains("exceeds the limit", Refused(() => TrainingRecord.Load(Endless)));
        Assert.Contains("exceeds the limit", Refused(() => ModelConfig.Load(Endless)));
    }

    [Fact]
    public void The_number_of_palette_colours_is_limited() =>
        Assert.Contains("at most 65536 colours (got 65537)", Refused(() => Palette.Parse(string.Concat(Enumerable.Repeat("0 0 0\n", 65537)), "colormap.txt")));

    private static string Refused(Func<object?> read)
    {
        string message = Assert.Throws<InputException>(read).Message;
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 1, 500);
        return message;
    }

    /// <summary>Finds an entry in the central directory of a zip archive.</summary>
    private static int Directory(byte[] zip, string name)
    {
        for (int at = 0; ; at++)
        {
            if (zip.AsSpan(at).StartsWith("PK\u0001\u0002"u8) && zip.AsSpan(at + 46).StartsWith(Encoding.ASCII.GetBytes(name))) return at;
        }
    }
}
