declare i64 @llvm.smin.i64(i64, i64)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare i64 @llvm.smax.i64(i64, i64)
declare <8 x float> @llvm.masked.load.v8f32.p0(ptr, i32, <8 x i1>, <8 x float>)
declare void @llvm.masked.store.v8f32.p0(<8 x float>, ptr, i32, <8 x i1>)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 4, align 16
  %v2 = alloca i64, i64 9, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v3, align 8
  %v4 = load ptr, ptr %bufs, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v4, ptr %v5, align 8
  %v6 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v7, ptr %v8, align 8
  %v9 = getelementptr inbounds ptr, ptr %bufs, i64 2
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v10, ptr %v11, align 8
  store ptr %ctx, ptr %v2, align 8
  %v12 = getelementptr inbounds i64, ptr %v1, i64 1
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %v13, ptr %v14, align 8
  %v15 = getelementptr inbounds i64, ptr %v1, i64 2
  %v16 = load ptr, ptr %v15, align 8
  %v17 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v16, ptr %v17, align 8
  %v18 = getelementptr inbounds i64, ptr %v1, i64 3
  %v19 = load ptr, ptr %v18, align 8
  %v20 = getelementptr inbounds i64, ptr %v2, i64 3
  store ptr %v19, ptr %v20, align 8
  %v21 = load i64, ptr %v3, align 8
  %v22 = icmp eq i64 %v21, 0
  br i1 %v22, label %b23, label %b24
b23:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686018427387904)
  br label %b24
b24:
  %v25 = load i64, ptr %v3, align 8
  %v26 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v27 = load i64, ptr %v26, align 8
  %v28 = icmp eq i64 %v25, 0
  %v29 = select i1 %v28, i64 %v27, i64 %v25
  ret i64 %v29
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v9 = alloca ptr, i64 1, align 8
  %v10 = alloca i8, i64 1024, align 64
  %v23 = alloca ptr, i64 1, align 8
  %v24 = alloca i8, i64 1024, align 64
  %v37 = alloca ptr, i64 1, align 8
  %v38 = alloca i8, i64 1024, align 64
  %v51 = alloca ptr, i64 1, align 8
  %v52 = alloca i8, i64 1024, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %handed, i64 1
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %handed, i64 2
  %v6 = load ptr, ptr %v5, align 8
  %v7 = getelementptr inbounds i64, ptr %handed, i64 1
  %v8 = load ptr, ptr %v7, align 8
  store ptr %v10, ptr %v9, align 8
  %v11 = icmp sgt i64 36864, 1024
  br i1 %v11, label %b12, label %b13
b12:
  %v14 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v15 = load ptr, ptr %v14, align 8
  %v16 = call ptr %v15(i64 36864)
  store ptr %v16, ptr %v9, align 8
  %v17 = icmp eq ptr %v16, null
  br i1 %v17, label %b18, label %b19
b18:
  store i64 2, ptr %status, align 8
  %v20 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 36864, ptr %v20, align 8
  br label %b19
b19:
  br label %b13
b13:
  %v21 = load ptr, ptr %v9, align 8
  %v22 = getelementptr inbounds i64, ptr %handed, i64 5
  store ptr %v21, ptr %v22, align 8
  store ptr %v24, ptr %v23, align 8
  %v25 = icmp sgt i64 192, 1024
  br i1 %v25, label %b26, label %b27
b26:
  %v28 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v29 = load ptr, ptr %v28, align 8
  %v30 = call ptr %v29(i64 192)
  store ptr %v30, ptr %v23, align 8
  %v31 = icmp eq ptr %v30, null
  br i1 %v31, label %b32, label %b33
b32:
  store i64 2, ptr %status, align 8
  %v34 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 192, ptr %v34, align 8
  br label %b33
b33:
  br label %b27
b27:
  %v35 = load ptr, ptr %v23, align 8
  %v36 = getelementptr inbounds i64, ptr %handed, i64 6
  store ptr %v35, ptr %v36, align 8
  store ptr %v38, ptr %v37, align 8
  %v39 = icmp sgt i64 16384, 1024
  br i1 %v39, label %b40, label %b41
b40:
  %v42 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v43 = load ptr, ptr %v42, align 8
  %v44 = call ptr %v43(i64 16384)
  store ptr %v44, ptr %v37, align 8
  %v45 = icmp eq ptr %v44, null
  br i1 %v45, label %b46, label %b47
b46:
  store i64 2, ptr %status, align 8
  %v48 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 16384, ptr %v48, align 8
  br label %b47
b47:
  br label %b41
b41:
  %v49 = load ptr, ptr %v37, align 8
  %v50 = getelementptr inbounds i64, ptr %handed, i64 7
  store ptr %v49, ptr %v50, align 8
  store ptr %v52, ptr %v51, align 8
  %v53 = icmp sgt i64 65536, 1024
  br i1 %v53, label %b54, label %b55
b54:
  %v56 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v57 = load ptr, ptr %v56, align 8
  %v58 = call ptr %v57(i64 65536)
  store ptr %v58, ptr %v51, align 8
  %v59 = icmp eq ptr %v58, null
  br i1 %v59, label %b60, label %b61
b60:
  store i64 2, ptr %status, align 8
  %v62 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 65536, ptr %v62, align 8
  br label %b61
b61:
  br label %b55
b55:
  %v63 = load ptr, ptr %v51, align 8
  %v64 = getelementptr inbounds i64, ptr %handed, i64 8
  store ptr %v63, ptr %v64, align 8
  %v65 = getelementptr inbounds i64, ptr %handed, i64 1
  %v66 = load ptr, ptr %v65, align 8
  %v67 = getelementptr inbounds i64, ptr %handed, i64 2
  %v68 = load ptr, ptr %v67, align 8
  %v69 = getelementptr inbounds i64, ptr %handed, i64 1
  %v70 = load ptr, ptr %v69, align 8
  %v71 = mul nsw i64 %v2, 8
  %v72 = call i64 @llvm.smin.i64(i64 16, i64 %v71)
  %v73 = add nsw i64 2, %v72
  %v74 = load i64, ptr %status, align 8
  %v75 = icmp eq i64 %v74, 0
  br i1 %v75, label %b76, label %b77
b76:
  %v78 = call i64 @run_tasks(ptr %ctx, ptr @group0_0_prepare, ptr %handed, i64 %v73, i64 %what)
  store i64 %v78, ptr %status, align 8
  br label %b77
b77:
  %v79 = getelementptr inbounds i64, ptr %handed, i64 1
  %v80 = load ptr, ptr %v79, align 8
  %v81 = getelementptr inbounds i64, ptr %handed, i64 2
  %v82 = load ptr, ptr %v81, align 8
  %v83 = getelementptr inbounds i64, ptr %handed, i64 1
  %v84 = load ptr, ptr %v83, align 8
  %v85 = mul nsw i64 %v2, 4
  %v86 = call i64 @llvm.smin.i64(i64 %v85, i64 9)
  %v87 = call i64 @llvm.smax.i64(i64 1, i64 %v86)
  %v88 = add nsw i64 %v87, 2
  %v89 = udiv i64 %v88, 3
  %v90 = call i64 @llvm.smin.i64(i64 1, i64 %v89)
  %v91 = call i64 @llvm.smax.i64(i64 %v90, i64 1)
  %v92 = mul nsw i64 3, %v91
  %v93 = call i64 @llvm.smin.i64(i64 %v92, i64 %v87)
  %v94 = mul nsw i64 %v2, 4
  %v95 = sub nsw i64 %v94, 1
  %v96 = add nsw i64 8, %v95
  %v97 = udiv i64 %v96, %v94
  %v98 = call i64 @llvm.smin.i64(i64 24, i64 %v97)
  %v99 = call i64 @llvm.smax.i64(i64 %v98, i64 1)
  %v100 = sub nsw i64 %v99, 1
  %v101 = add nsw i64 8, %v100
  %v102 = udiv i64 %v101, %v99
  %v103 = mul nsw i64 %v2, 4
  %v104 = call i64 @llvm.smin.i64(i64 %v102, i64 %v103)
  %v105 = load i64, ptr %status, align 8
  %v106 = icmp eq i64 %v105, 0
  br i1 %v106, label %b107, label %b108
b107:
  %v109 = or i64 %what, 1
  %v110 = call i64 @run_tasks(ptr %ctx, ptr @group0_1_conv, ptr %handed, i64 %v104, i64 %v109)
  store i64 %v110, ptr %status, align 8
  br label %b108
b108:
  br i1 %v53, label %b111, label %b112
b111:
  %v113 = icmp ne ptr %v63, null
  br i1 %v113, label %b114, label %b115
b114:
  %v116 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v117 = load ptr, ptr %v116, align 8
  call void %v117(ptr %v63, i64 65536)
  br label %b115
b115:
  br label %b112
b112:
  br i1 %v39, label %b118, label %b119
b118:
  %v120 = icmp ne ptr %v49, null
  br i1 %v120, label %b121, label %b122
b121:
  %v123 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v124 = load ptr, ptr %v123, align 8
  call void %v124(ptr %v49, i64 16384)
  br label %b122
b122:
  br label %b119
b119:
  br i1 %v25, label %b125, label %b126
b125:
  %v127 = icmp ne ptr %v35, null
  br i1 %v127, label %b128, label %b129
b128:
  %v130 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v131 = load ptr, ptr %v130, align 8
  call void %v131(ptr %v35, i64 192)
  br label %b129
b129:
  br label %b126
b126:
  br i1 %v11, label %b132, label %b133
b132:
  %v134 = icmp ne ptr %v21, null
  br i1 %v134, label %b135, label %b136
b135:
  %v137 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v138 = load ptr, ptr %v137, align 8
  call void %v138(ptr %v21, i64 36864)
  br label %b136
b136:
  br label %b133
b133:
  ret void
}
define internal void @group0_0_prepare(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %frame, i64 3
  %v6 = load ptr, ptr %v5, align 8
  %v7 = load ptr, ptr %frame, align 8
  %v8 = getelementptr inbounds i64, ptr %v7, i64 3
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %frame, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %frame, i64 8
  %v17 = load ptr, ptr %v16, align 8
  %v18 = icmp eq i64 %task, 0
  br i1 %v18, label %b19, label %b20
b19:
  br label %b21
b21:
  %i24 = phi i64 [ 0, %b19 ], [ %v35, %b22 ]
  %v25 = icmp slt i64 %i24, 3
  br i1 %v25, label %b22, label %b23
b22:
  %v26 = mul nsw i64 %i24, 256
  %v27 = mul nsw i64 %i24, 64
  %v28 = getelementptr inbounds i8, ptr %v13, i64 %v27
  %v29 = mul nsw i64 %v26, 4
  store i64 0, ptr %v28, align 8
  %v30 = getelementptr inbounds i64, ptr %v28, i64 1
  store i64 %i24, ptr %v30, align 8
  %v31 = getelementptr inbounds i64, ptr %v28, i64 2
  store i64 0, ptr %v31, align 8
  %v32 = getelementptr inbounds i64, ptr %v28, i64 3
  store i64 %v29, ptr %v32, align 8
  %v33 = getelementptr inbounds i64, ptr %v28, i64 4
  store i64 1, ptr %v33, align 8
  %v34 = getelementptr inbounds i64, ptr %v28, i64 5
  store i64 7, ptr %v34, align 8
  %v35 = add nsw i64 %i24, 1
  br label %b21
b23:
  br label %b20
b20:
  %v36 = icmp slt i64 %task, 2
  br i1 %v36, label %b37, label %b38
b37:
  %v39 = udiv i64 %task, 2
  %v40 = urem i64 %task, 2
  %v41 = mul nsw i64 %v40, 16
  %v42 = sub nsw i64 32, %v41
  %v43 = call i64 @llvm.smin.i64(i64 16, i64 %v42)
  %v44 = mul nsw i64 %v39, 9216
  %v45 = mul nsw i64 %v41, 288
  %v46 = add nsw i64 %v44, %v45
  %v47 = mul nsw i64 %v46, 4
  %v48 = getelementptr inbounds i8, ptr %v4, i64 %v47
  %v49 = mul nsw i64 %task, 18432
  %v50 = getelementptr inbounds i8, ptr %v11, i64 %v49
  call void @mm_float32_pack_taps(i64 32, i64 9, i64 %v43, ptr %v48, i64 1152, ptr %v50)
  %v51 = mul nsw i64 %task, 18432
  %v52 = getelementptr inbounds i8, ptr %v11, i64 %v51
  %v53 = mul nsw i64 %task, 32768
  %v54 = getelementptr inbounds i8, ptr %v17, i64 %v53
  call void @mm_float32_winograd_weights(i64 32, ptr %v52, ptr %v54)
  br label %b38
b38:
  %v55 = icmp sge i64 %task, 2
  br i1 %v55, label %b56, label %b57
b56:
  %v58 = sub nsw i64 %task, 2
  %v59 = mul nsw i64 %v9, 8
  %v60 = call i64 @llvm.smin.i64(i64 16, i64 %v59)
  %v61 = mul nsw i64 %v58, 16
  %v62 = add nsw i64 %v58, 1
  %v63 = mul nsw i64 %v62, 16
  %v64 = udiv i64 %v61, %v60
  %v65 = udiv i64 %v63, %v60
  br label %b66
b66:
  %i69 = phi i64 [ %v64, %b56 ], [ %v81, %b67 ]
  %v70 = icmp slt i64 %i69, %v65
  br i1 %v70, label %b67, label %b68
b67:
  %v71 = urem i64 %i69, 8
  %v72 = udiv i64 %i69, 8
  %v73 = mul nsw i64 %v72, 2048
  %v74 = mul nsw i64 %v71, 8
  %v75 = add nsw i64 %v73, %v74
  %v76 = mul nsw i64 %v75, 4
  %v77 = getelementptr inbounds i8, ptr %v2, i64 %v76
  %v78 = mul nsw i64 %i69, 8
  %v79 = mul nsw i64 %v78, 128
  %v80 = getelementptr inbounds i8, ptr %v15, i64 %v79
  call void @mm_float32_channels_last(i64 8, i64 32, ptr %v77, i64 4, i64 256, ptr %v80)
  %v81 = add nsw i64 %i69, 1
  br label %b66
b68:
  br label %b57
b57:
  ret void
}
define internal void @mm_float32_pack_taps(i64 %channels, i64 %taps, i64 %columns, ptr %w, i64 %wn, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %channels, 64
  %v2 = mul nsw i64 %channels, %taps
  %v3 = udiv i64 %v2, 8
  %v4 = mul nsw i64 %v3, 8
  %v5 = sub nsw i64 %columns, 1
  %v6 = call i64 @llvm.smin.i64(i64 0, i64 %v5)
  %v7 = mul nsw i64 %v6, %wn
  %v8 = getelementptr inbounds i8, ptr %w, i64 %v7
  %v9 = call i64 @llvm.smin.i64(i64 1, i64 %v5)
  %v10 = mul nsw i64 %v9, %wn
  %v11 = getelementptr inbounds i8, ptr %w, i64 %v10
  %v12 = call i64 @llvm.smin.i64(i64 2, i64 %v5)
  %v13 = mul nsw i64 %v12, %wn
  %v14 = getelementptr inbounds i8, ptr %w, i64 %v13
  %v15 = call i64 @llvm.smin.i64(i64 3, i64 %v5)
  %v16 = mul nsw i64 %v15, %wn
  %v17 = getelementptr inbounds i8, ptr %w, i64 %v16
  %v18 = call i64 @llvm.smin.i64(i64 4, i64 %v5)
  %v19 = mul nsw i64 %v18, %wn
  %v20 = getelementptr inbounds i8, ptr %w, i64 %v19
  %v21 = call i64 @llvm.smin.i64(i64 5, i64 %v5)
  %v22 = mul nsw i64 %v21, %wn
  %v23 = getelementptr inbounds i8, ptr %w, i64 %v22
  %v24 = call i64 @llvm.smin.i64(i64 6, i64 %v5)
  %v25 = mul nsw i64 %v24, %wn
  %v26 = getelementptr inbounds i8, ptr %w, i64 %v25
  %v27 = call i64 @llvm.smin.i64(i64 7, i64 %v5)
  %v28 = mul nsw i64 %v27, %wn
  %v29 = getelementptr inbounds i8, ptr %w, i64 %v28
  br label %b30
b30:
  %i33 = phi i64 [ 0, %start ], [ %v141, %b31 ]
  %c33_0 = phi ptr [ %d, %start ], [ %v138, %b31 ]
  %c33_1 = phi ptr [ %d, %start ], [ %v139, %b31 ]
  %c33_2 = phi i64 [ 0, %start ], [ %v140, %b31 ]
  %v34 = icmp slt i64 %i33, %v4
  br i1 %v34, label %b31, label %b32
b31:
  %v35 = mul nsw i64 %i33, 4
  %v36 = getelementptr inbounds i8, ptr %v8, i64 %v35
  %v37 = load <8 x float>, ptr %v36, align 4
  %v38 = getelementptr inbounds i8, ptr %v11, i64 %v35
  %v39 = load <8 x float>, ptr %v38, align 4
  %v40 = getelementptr inbounds i8, ptr %v14, i64 %v35
  %v41 = load <8 x float>, ptr %v40, align 4
  %v42 = getelementptr inbounds i8, ptr %v17, i64 %v35
  %v43 = load <8 x float>, ptr %v42, align 4
  %v44 = getelementptr inbounds i8, ptr %v20, i64 %v35
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = getelementptr inbounds i8, ptr %v23, i64 %v35
  %v47 = load <8 x float>, ptr %v46, align 4
  %v48 = getelementptr inbounds i8, ptr %v26, i64 %v35
  %v49 = load <8 x float>, ptr %v48, align 4
  %v50 = getelementptr inbounds i8, ptr %v29, i64 %v35
  %v51 = load <8 x float>, ptr %v50, align 4
  %v52 = add nsw i64 %v35, 512
  %v53 = getelementptr inbounds i8, ptr %v8, i64 %v52
  call void @llvm.prefetch.p0(ptr %v53, i32 0, i32 2, i32 1)
  %v54 = getelementptr inbounds i8, ptr %v11, i64 %v52
  call void @llvm.prefetch.p0(ptr %v54, i32 0, i32 2, i32 1)
  %v55 = getelementptr inbounds i8, ptr %v14, i64 %v52
  call void @llvm.prefetch.p0(ptr %v55, i32 0, i32 2, i32 1)
  %v56 = getelementptr inbounds i8, ptr %v17, i64 %v52
  call void @llvm.prefetch.p0(ptr %v56, i32 0, i32 2, i32 1)
  %v57 = getelementptr inbounds i8, ptr %v20, i64 %v52
  call void @llvm.prefetch.p0(ptr %v57, i32 0, i32 2, i32 1)
  %v58 = getelementptr inbounds i8, ptr %v23, i64 %v52
  call void @llvm.prefetch.p0(ptr %v58, i32 0, i32 2, i32 1)
  %v59 = getelementptr inbounds i8, ptr %v26, i64 %v52
  call void @llvm.prefetch.p0(ptr %v59, i32 0, i32 2, i32 1)
  %v60 = getelementptr inbounds i8, ptr %v29, i64 %v52
  call void @llvm.prefetch.p0(ptr %v60, i32 0, i32 2, i32 1)
  %v61 = shufflevector <8 x float> %v37, <8 x float> %v39, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v62 = shufflevector <8 x float> %v37, <8 x float> %v39, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v63 = shufflevector <8 x float> %v41, <8 x float> %v43, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v64 = shufflevector <8 x float> %v41, <8 x float> %v43, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v65 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v66 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v67 = shufflevector <8 x float> %v62, <8 x float> %v64, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v68 = shufflevector <8 x float> %v62, <8 x float> %v64, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v69 = shufflevector <8 x float> %v45, <8 x float> %v47, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v70 = shufflevector <8 x float> %v45, <8 x float> %v47, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v71 = shufflevector <8 x float> %v49, <8 x float> %v51, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v72 = shufflevector <8 x float> %v49, <8 x float> %v51, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v73 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v74 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v75 = shufflevector <8 x float> %v70, <8 x float> %v72, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v76 = shufflevector <8 x float> %v70, <8 x float> %v72, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v77 = shufflevector <8 x float> %v65, <8 x float> %v73, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v78 = shufflevector <8 x float> %v65, <8 x float> %v73, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v79 = shufflevector <8 x float> %v66, <8 x float> %v74, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v80 = shufflevector <8 x float> %v66, <8 x float> %v74, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v81 = shufflevector <8 x float> %v67, <8 x float> %v75, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v82 = shufflevector <8 x float> %v67, <8 x float> %v75, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v83 = shufflevector <8 x float> %v68, <8 x float> %v76, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v84 = shufflevector <8 x float> %v68, <8 x float> %v76, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v77, ptr %c33_0, align 4
  %v85 = add nsw i64 %c33_2, 1
  %v86 = icmp eq i64 %v85, %taps
  %v87 = getelementptr inbounds i8, ptr %c33_1, i64 64
  %v88 = getelementptr inbounds i8, ptr %c33_0, i64 %v1
  %v89 = select i1 %v86, ptr %v87, ptr %v88
  %v90 = select i1 %v86, ptr %v87, ptr %c33_1
  %v91 = select i1 %v86, i64 0, i64 %v85
  store <8 x float> %v79, ptr %v89, align 4
  %v92 = add nsw i64 %v91, 1
  %v93 = icmp eq i64 %v92, %taps
  %v94 = getelementptr inbounds i8, ptr %v90, i64 64
  %v95 = getelementptr inbounds i8, ptr %v89, i64 %v1
  %v96 = select i1 %v93, ptr %v94, ptr %v95
  %v97 = select i1 %v93, ptr %v94, ptr %v90
  %v98 = select i1 %v93, i64 0, i64 %v92
  store <8 x float> %v81, ptr %v96, align 4
  %v99 = add nsw i64 %v98, 1
  %v100 = icmp eq i64 %v99, %taps
  %v101 = getelementptr inbounds i8, ptr %v97, i64 64
  %v102 = getelementptr inbounds i8, ptr %v96, i64 %v1
  %v103 = select i1 %v100, ptr %v101, ptr %v102
  %v104 = select i1 %v100, ptr %v101, ptr %v97
  %v105 = select i1 %v100, i64 0, i64 %v99
  store <8 x float> %v83, ptr %v103, align 4
  %v106 = add nsw i64 %v105, 1
  %v107 = icmp eq i64 %v106, %taps
  %v108 = getelementptr inbounds i8, ptr %v104, i64 64
  %v109 = getelementptr inbounds i8, ptr %v103, i64 %v1
  %v110 = select i1 %v107, ptr %v108, ptr %v109
  %v111 = select i1 %v107, ptr %v108, ptr %v104
  %v112 = select i1 %v107, i64 0, i64 %v106
  store <8 x float> %v78, ptr %v110, align 4
  %v113 = add nsw i64 %v112, 1
  %v114 = icmp eq i64 %v113, %taps
  %v115 = getelementptr inbounds i8, ptr %v111, i64 64
  %v116 = getelementptr inbounds i8, ptr %v110, i64 %v1
  %v117 = select i1 %v114, ptr %v115, ptr %v116
  %v118 = select i1 %v114, ptr %v115, ptr %v111
  %v119 = select i1 %v114, i64 0, i64 %v113
  store <8 x float> %v80, ptr %v117, align 4
  %v120 = add nsw i64 %v119, 1
  %v121 = icmp eq i64 %v120, %taps
  %v122 = getelementptr inbounds i8, ptr %v118, i64 64
  %v123 = getelementptr inbounds i8, ptr %v117, i64 %v1
  %v124 = select i1 %v121, ptr %v122, ptr %v123
  %v125 = select i1 %v121, ptr %v122, ptr %v118
  %v126 = select i1 %v121, i64 0, i64 %v120
  store <8 x float> %v82, ptr %v124, align 4
  %v127 = add nsw i64 %v126, 1
  %v128 = icmp eq i64 %v127, %taps
  %v129 = getelementptr inbounds i8, ptr %v125, i64 64
  %v130 = getelementptr inbounds i8, ptr %v124, i64 %v1
  %v131 = select i1 %v128, ptr %v129, ptr %v130
  %v132 = select i1 %v128, ptr %v129, ptr %v125
  %v133 = select i1 %v128, i64 0, i64 %v127
  store <8 x float> %v84, ptr %v131, align 4
  %v134 = add nsw i64 %v133, 1
  %v135 = icmp eq i64 %v134, %taps
  %v136 = getelementptr inbounds i8, ptr %v132, i64 64
  %v137 = getelementptr inbounds i8, ptr %v131, i64 %v1
  %v138 = select i1 %v135, ptr %v136, ptr %v137
  %v139 = select i1 %v135, ptr %v136, ptr %v132
  %v140 = select i1 %v135, i64 0, i64 %v134
  %v141 = add nsw i64 %i33, 8
  br label %b30
b32:
  br label %b142
b142:
  %i145 = phi i64 [ %v4, %b32 ], [ %v178, %b143 ]
  %c145_0 = phi ptr [ %c33_0, %b32 ], [ %v175, %b143 ]
  %c145_1 = phi ptr [ %c33_1, %b32 ], [ %v176, %b143 ]
  %c145_2 = phi i64 [ %c33_2, %b32 ], [ %v177, %b143 ]
  %v146 = icmp slt i64 %i145, %v2
  br i1 %v146, label %b143, label %b144
b143:
  %v147 = mul nsw i64 %i145, 4
  %v148 = getelementptr inbounds i8, ptr %v8, i64 %v147
  %v149 = load float, ptr %v148, align 4
  store float %v149, ptr %c145_0, align 4
  %v150 = getelementptr inbounds i8, ptr %v11, i64 %v147
  %v151 = load float, ptr %v150, align 4
  %v152 = getelementptr inbounds i8, ptr %c145_0, i64 4
  store float %v151, ptr %v152, align 4
  %v153 = getelementptr inbounds i8, ptr %v14, i64 %v147
  %v154 = load float, ptr %v153, align 4
  %v155 = getelementptr inbounds i8, ptr %c145_0, i64 8
  store float %v154, ptr %v155, align 4
  %v156 = getelementptr inbounds i8, ptr %v17, i64 %v147
  %v157 = load float, ptr %v156, align 4
  %v158 = getelementptr inbounds i8, ptr %c145_0, i64 12
  store float %v157, ptr %v158, align 4
  %v159 = getelementptr inbounds i8, ptr %v20, i64 %v147
  %v160 = load float, ptr %v159, align 4
  %v161 = getelementptr inbounds i8, ptr %c145_0, i64 16
  store float %v160, ptr %v161, align 4
  %v162 = getelementptr inbounds i8, ptr %v23, i64 %v147
  %v163 = load float, ptr %v162, align 4
  %v164 = getelementptr inbounds i8, ptr %c145_0, i64 20
  store float %v163, ptr %v164, align 4
  %v165 = getelementptr inbounds i8, ptr %v26, i64 %v147
  %v166 = load float, ptr %v165, align 4
  %v167 = getelementptr inbounds i8, ptr %c145_0, i64 24
  store float %v166, ptr %v167, align 4
  %v168 = getelementptr inbounds i8, ptr %v29, i64 %v147
  %v169 = load float, ptr %v168, align 4
  %v170 = getelementptr inbounds i8, ptr %c145_0, i64 28
  store float %v169, ptr %v170, align 4
  %v171 = add nsw i64 %c145_2, 1
  %v172 = icmp eq i64 %v171, %taps
  %v173 = getelementptr inbounds i8, ptr %c145_1, i64 64
  %v174 = getelementptr inbounds i8, ptr %c145_0, i64 %v1
  %v175 = select i1 %v172, ptr %v173, ptr %v174
  %v176 = select i1 %v172, ptr %v173, ptr %c145_1
  %v177 = select i1 %v172, i64 0, i64 %v171
  %v178 = add nsw i64 %i145, 1
  br label %b142
b144:
  %v179 = call i64 @llvm.smin.i64(i64 8, i64 %v5)
  %v180 = mul nsw i64 %v179, %wn
  %v181 = getelementptr inbounds i8, ptr %w, i64 %v180
  %v182 = call i64 @llvm.smin.i64(i64 9, i64 %v5)
  %v183 = mul nsw i64 %v182, %wn
  %v184 = getelementptr inbounds i8, ptr %w, i64 %v183
  %v185 = call i64 @llvm.smin.i64(i64 10, i64 %v5)
  %v186 = mul nsw i64 %v185, %wn
  %v187 = getelementptr inbounds i8, ptr %w, i64 %v186
  %v188 = call i64 @llvm.smin.i64(i64 11, i64 %v5)
  %v189 = mul nsw i64 %v188, %wn
  %v190 = getelementptr inbounds i8, ptr %w, i64 %v189
  %v191 = call i64 @llvm.smin.i64(i64 12, i64 %v5)
  %v192 = mul nsw i64 %v191, %wn
  %v193 = getelementptr inbounds i8, ptr %w, i64 %v192
  %v194 = call i64 @llvm.smin.i64(i64 13, i64 %v5)
  %v195 = mul nsw i64 %v194, %wn
  %v196 = getelementptr inbounds i8, ptr %w, i64 %v195
  %v197 = call i64 @llvm.smin.i64(i64 14, i64 %v5)
  %v198 = mul nsw i64 %v197, %wn
  %v199 = getelementptr inbounds i8, ptr %w, i64 %v198
  %v200 = call i64 @llvm.smin.i64(i64 15, i64 %v5)
  %v201 = mul nsw i64 %v200, %wn
  %v202 = getelementptr inbounds i8, ptr %w, i64 %v201
  %v203 = getelementptr inbounds i8, ptr %d, i64 32
  br label %b204
b204:
  %i207 = phi i64 [ 0, %b144 ], [ %v315, %b205 ]
  %c207_0 = phi ptr [ %v203, %b144 ], [ %v312, %b205 ]
  %c207_1 = phi ptr [ %v203, %b144 ], [ %v313, %b205 ]
  %c207_2 = phi i64 [ 0, %b144 ], [ %v314, %b205 ]
  %v208 = icmp slt i64 %i207, %v4
  br i1 %v208, label %b205, label %b206
b205:
  %v209 = mul nsw i64 %i207, 4
  %v210 = getelementptr inbounds i8, ptr %v181, i64 %v209
  %v211 = load <8 x float>, ptr %v210, align 4
  %v212 = getelementptr inbounds i8, ptr %v184, i64 %v209
  %v213 = load <8 x float>, ptr %v212, align 4
  %v214 = getelementptr inbounds i8, ptr %v187, i64 %v209
  %v215 = load <8 x float>, ptr %v214, align 4
  %v216 = getelementptr inbounds i8, ptr %v190, i64 %v209
  %v217 = load <8 x float>, ptr %v216, align 4
  %v218 = getelementptr inbounds i8, ptr %v193, i64 %v209
  %v219 = load <8 x float>, ptr %v218, align 4
  %v220 = getelementptr inbounds i8, ptr %v196, i64 %v209
  %v221 = load <8 x float>, ptr %v220, align 4
  %v222 = getelementptr inbounds i8, ptr %v199, i64 %v209
  %v223 = load <8 x float>, ptr %v222, align 4
  %v224 = getelementptr inbounds i8, ptr %v202, i64 %v209
  %v225 = load <8 x float>, ptr %v224, align 4
  %v226 = add nsw i64 %v209, 512
  %v227 = getelementptr inbounds i8, ptr %v181, i64 %v226
  call void @llvm.prefetch.p0(ptr %v227, i32 0, i32 2, i32 1)
  %v228 = getelementptr inbounds i8, ptr %v184, i64 %v226
  call void @llvm.prefetch.p0(ptr %v228, i32 0, i32 2, i32 1)
  %v229 = getelementptr inbounds i8, ptr %v187, i64 %v226
  call void @llvm.prefetch.p0(ptr %v229, i32 0, i32 2, i32 1)
  %v230 = getelementptr inbounds i8, ptr %v190, i64 %v226
  call void @llvm.prefetch.p0(ptr %v230, i32 0, i32 2, i32 1)
  %v231 = getelementptr inbounds i8, ptr %v193, i64 %v226
  call void @llvm.prefetch.p0(ptr %v231, i32 0, i32 2, i32 1)
  %v232 = getelementptr inbounds i8, ptr %v196, i64 %v226
  call void @llvm.prefetch.p0(ptr %v232, i32 0, i32 2, i32 1)
  %v233 = getelementptr inbounds i8, ptr %v199, i64 %v226
  call void @llvm.prefetch.p0(ptr %v233, i32 0, i32 2, i32 1)
  %v234 = getelementptr inbounds i8, ptr %v202, i64 %v226
  call void @llvm.prefetch.p0(ptr %v234, i32 0, i32 2, i32 1)
  %v235 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v236 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v237 = shufflevector <8 x float> %v215, <8 x float> %v217, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v238 = shufflevector <8 x float> %v215, <8 x float> %v217, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v239 = shufflevector <8 x float> %v235, <8 x float> %v237, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v240 = shufflevector <8 x float> %v235, <8 x float> %v237, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v241 = shufflevector <8 x float> %v236, <8 x float> %v238, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v242 = shufflevector <8 x float> %v236, <8 x float> %v238, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v243 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v244 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v245 = shufflevector <8 x float> %v223, <8 x float> %v225, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v246 = shufflevector <8 x float> %v223, <8 x float> %v225, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v247 = shufflevector <8 x float> %v243, <8 x float> %v245, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v248 = shufflevector <8 x float> %v243, <8 x float> %v245, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v249 = shufflevector <8 x float> %v244, <8 x float> %v246, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v250 = shufflevector <8 x float> %v244, <8 x float> %v246, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v251 = shufflevector <8 x float> %v239, <8 x float> %v247, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v252 = shufflevector <8 x float> %v239, <8 x float> %v247, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v253 = shufflevector <8 x float> %v240, <8 x float> %v248, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v254 = shufflevector <8 x float> %v240, <8 x float> %v248, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v255 = shufflevector <8 x float> %v241, <8 x float> %v249, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v256 = shufflevector <8 x float> %v241, <8 x float> %v249, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v257 = shufflevector <8 x float> %v242, <8 x float> %v250, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v258 = shufflevector <8 x float> %v242, <8 x float> %v250, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v251, ptr %c207_0, align 4
  %v259 = add nsw i64 %c207_2, 1
  %v260 = icmp eq i64 %v259, %taps
  %v261 = getelementptr inbounds i8, ptr %c207_1, i64 64
  %v262 = getelementptr inbounds i8, ptr %c207_0, i64 %v1
  %v263 = select i1 %v260, ptr %v261, ptr %v262
  %v264 = select i1 %v260, ptr %v261, ptr %c207_1
  %v265 = select i1 %v260, i64 0, i64 %v259
  store <8 x float> %v253, ptr %v263, align 4
  %v266 = add nsw i64 %v265, 1
  %v267 = icmp eq i64 %v266, %taps
  %v268 = getelementptr inbounds i8, ptr %v264, i64 64
  %v269 = getelementptr inbounds i8, ptr %v263, i64 %v1
  %v270 = select i1 %v267, ptr %v268, ptr %v269
  %v271 = select i1 %v267, ptr %v268, ptr %v264
  %v272 = select i1 %v267, i64 0, i64 %v266
  store <8 x float> %v255, ptr %v270, align 4
  %v273 = add nsw i64 %v272, 1
  %v274 = icmp eq i64 %v273, %taps
  %v275 = getelementptr inbounds i8, ptr %v271, i64 64
  %v276 = getelementptr inbounds i8, ptr %v270, i64 %v1
  %v277 = select i1 %v274, ptr %v275, ptr %v276
  %v278 = select i1 %v274, ptr %v275, ptr %v271
  %v279 = select i1 %v274, i64 0, i64 %v273
  store <8 x float> %v257, ptr %v277, align 4
  %v280 = add nsw i64 %v279, 1
  %v281 = icmp eq i64 %v280, %taps
  %v282 = getelementptr inbounds i8, ptr %v278, i64 64
  %v283 = getelementptr inbounds i8, ptr %v277, i64 %v1
  %v284 = select i1 %v281, ptr %v282, ptr %v283
  %v285 = select i1 %v281, ptr %v282, ptr %v278
  %v286 = select i1 %v281, i64 0, i64 %v280
  store <8 x float> %v252, ptr %v284, align 4
  %v287 = add nsw i64 %v286, 1
  %v288 = icmp eq i64 %v287, %taps
  %v289 = getelementptr inbounds i8, ptr %v285, i64 64
  %v290 = getelementptr inbounds i8, ptr %v284, i64 %v1
  %v291 = select i1 %v288, ptr %v289, ptr %v290
  %v292 = select i1 %v288, ptr %v289, ptr %v285
  %v293 = select i1 %v288, i64 0, i64 %v287
  store <8 x float> %v254, ptr %v291, align 4
  %v294 = add nsw i64 %v293, 1
  %v295 = icmp eq i64 %v294, %taps
  %v296 = getelementptr inbounds i8, ptr %v292, i64 64
  %v297 = getelementptr inbounds i8, ptr %v291, i64 %v1
  %v298 = select i1 %v295, ptr %v296, ptr %v297
  %v299 = select i1 %v295, ptr %v296, ptr %v292
  %v300 = select i1 %v295, i64 0, i64 %v294
  store <8 x float> %v256, ptr %v298, align 4
  %v301 = add nsw i64 %v300, 1
  %v302 = icmp eq i64 %v301, %taps
  %v303 = getelementptr inbounds i8, ptr %v299, i64 64
  %v304 = getelementptr inbounds i8, ptr %v298, i64 %v1
  %v305 = select i1 %v302, ptr %v303, ptr %v304
  %v306 = select i1 %v302, ptr %v303, ptr %v299
  %v307 = select i1 %v302, i64 0, i64 %v301
  store <8 x float> %v258, ptr %v305, align 4
  %v308 = add nsw i64 %v307, 1
  %v309 = icmp eq i64 %v308, %taps
  %v310 = getelementptr inbounds i8, ptr %v306, i64 64
  %v311 = getelementptr inbounds i8, ptr %v305, i64 %v1
  %v312 = select i1 %v309, ptr %v310, ptr %v311
  %v313 = select i1 %v309, ptr %v310, ptr %v306
  %v314 = select i1 %v309, i64 0, i64 %v308
  %v315 = add nsw i64 %i207, 8
  br label %b204
b206:
  br label %b316
b316:
  %i319 = phi i64 [ %v4, %b206 ], [ %v352, %b317 ]
  %c319_0 = phi ptr [ %c207_0, %b206 ], [ %v349, %b317 ]
  %c319_1 = phi ptr [ %c207_1, %b206 ], [ %v350, %b317 ]
  %c319_2 = phi i64 [ %c207_2, %b206 ], [ %v351, %b317 ]
  %v320 = icmp slt i64 %i319, %v2
  br i1 %v320, label %b317, label %b318
b317:
  %v321 = mul nsw i64 %i319, 4
  %v322 = getelementptr inbounds i8, ptr %v181, i64 %v321
  %v323 = load float, ptr %v322, align 4
  store float %v323, ptr %c319_0, align 4
  %v324 = getelementptr inbounds i8, ptr %v184, i64 %v321
  %v325 = load float, ptr %v324, align 4
  %v326 = getelementptr inbounds i8, ptr %c319_0, i64 4
  store float %v325, ptr %v326, align 4
  %v327 = getelementptr inbounds i8, ptr %v187, i64 %v321
  %v328 = load float, ptr %v327, align 4
  %v329 = getelementptr inbounds i8, ptr %c319_0, i64 8
  store float %v328, ptr %v329, align 4
  %v330 = getelementptr inbounds i8, ptr %v190, i64 %v321
  %v331 = load float, ptr %v330, align 4
  %v332 = getelementptr inbounds i8, ptr %c319_0, i64 12
  store float %v331, ptr %v332, align 4
  %v333 = getelementptr inbounds i8, ptr %v193, i64 %v321
  %v334 = load float, ptr %v333, align 4
  %v335 = getelementptr inbounds i8, ptr %c319_0, i64 16
  store float %v334, ptr %v335, align 4
  %v336 = getelementptr inbounds i8, ptr %v196, i64 %v321
  %v337 = load float, ptr %v336, align 4
  %v338 = getelementptr inbounds i8, ptr %c319_0, i64 20
  store float %v337, ptr %v338, align 4
  %v339 = getelementptr inbounds i8, ptr %v199, i64 %v321
  %v340 = load float, ptr %v339, align 4
  %v341 = getelementptr inbounds i8, ptr %c319_0, i64 24
  store float %v340, ptr %v341, align 4
  %v342 = getelementptr inbounds i8, ptr %v202, i64 %v321
  %v343 = load float, ptr %v342, align 4
  %v344 = getelementptr inbounds i8, ptr %c319_0, i64 28
  store float %v343, ptr %v344, align 4
  %v345 = add nsw i64 %c319_2, 1
  %v346 = icmp eq i64 %v345, %taps
  %v347 = getelementptr inbounds i8, ptr %c319_1, i64 64
  %v348 = getelementptr inbounds i8, ptr %c319_0, i64 %v1
  %v349 = select i1 %v346, ptr %v347, ptr %v348
  %v350 = select i1 %v346, ptr %v347, ptr %c319_1
  %v351 = select i1 %v346, i64 0, i64 %v345
  %v352 = add nsw i64 %i319, 1
  br label %b316
b318:
  ret void
}
define internal void @mm_float32_winograd_weights(i64 %channels, ptr %panel, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %channels, 64
  %v2 = insertelement <8 x float> poison, float 0.5, i64 0
  %v3 = shufflevector <8 x float> %v2, <8 x float> poison, <8 x i32> zeroinitializer
  br label %b4
b4:
  %i7 = phi i64 [ 0, %start ], [ %v99, %b5 ]
  %v8 = icmp slt i64 %i7, %v1
  br i1 %v8, label %b5, label %b6
b5:
  %v9 = getelementptr inbounds i8, ptr %panel, i64 %i7
  %v10 = getelementptr inbounds i8, ptr %d, i64 %i7
  %v11 = load <8 x float>, ptr %v9, align 4
  %v12 = getelementptr inbounds i8, ptr %v9, i64 %v1
  %v13 = load <8 x float>, ptr %v12, align 4
  %v14 = mul nsw i64 %v1, 2
  %v15 = getelementptr inbounds i8, ptr %v9, i64 %v14
  %v16 = load <8 x float>, ptr %v15, align 4
  %v17 = mul nsw i64 %v1, 3
  %v18 = getelementptr inbounds i8, ptr %v9, i64 %v17
  %v19 = load <8 x float>, ptr %v18, align 4
  %v20 = mul nsw i64 %v1, 4
  %v21 = getelementptr inbounds i8, ptr %v9, i64 %v20
  %v22 = load <8 x float>, ptr %v21, align 4
  %v23 = mul nsw i64 %v1, 5
  %v24 = getelementptr inbounds i8, ptr %v9, i64 %v23
  %v25 = load <8 x float>, ptr %v24, align 4
  %v26 = mul nsw i64 %v1, 6
  %v27 = getelementptr inbounds i8, ptr %v9, i64 %v26
  %v28 = load <8 x float>, ptr %v27, align 4
  %v29 = mul nsw i64 %v1, 7
  %v30 = getelementptr inbounds i8, ptr %v9, i64 %v29
  %v31 = load <8 x float>, ptr %v30, align 4
  %v32 = mul nsw i64 %v1, 8
  %v33 = getelementptr inbounds i8, ptr %v9, i64 %v32
  %v34 = load <8 x float>, ptr %v33, align 4
  %v35 = fadd <8 x float> %v11, %v28
  %v36 = fadd <8 x float> %v35, %v19
  %v37 = fsub <8 x float> %v35, %v19
  %v38 = fmul <8 x float> %v36, %v3
  %v39 = fmul <8 x float> %v37, %v3
  %v40 = fadd <8 x float> %v13, %v31
  %v41 = fadd <8 x float> %v40, %v22
  %v42 = fsub <8 x float> %v40, %v22
  %v43 = fmul <8 x float> %v41, %v3
  %v44 = fmul <8 x float> %v42, %v3
  %v45 = fadd <8 x float> %v16, %v34
  %v46 = fadd <8 x float> %v45, %v25
  %v47 = fsub <8 x float> %v45, %v25
  %v48 = fmul <8 x float> %v46, %v3
  %v49 = fmul <8 x float> %v47, %v3
  %v50 = fadd <8 x float> %v11, %v16
  %v51 = fadd <8 x float> %v50, %v13
  %v52 = fsub <8 x float> %v50, %v13
  %v53 = fmul <8 x float> %v51, %v3
  %v54 = fmul <8 x float> %v52, %v3
  store <8 x float> %v11, ptr %v10, align 4
  %v55 = getelementptr inbounds i8, ptr %v10, i64 %v1
  store <8 x float> %v53, ptr %v55, align 4
  %v56 = mul nsw i64 %v1, 2
  %v57 = getelementptr inbounds i8, ptr %v10, i64 %v56
  store <8 x float> %v54, ptr %v57, align 4
  %v58 = mul nsw i64 %v1, 3
  %v59 = getelementptr inbounds i8, ptr %v10, i64 %v58
  store <8 x float> %v16, ptr %v59, align 4
  %v60 = fadd <8 x float> %v38, %v48
  %v61 = fadd <8 x float> %v60, %v43
  %v62 = fsub <8 x float> %v60, %v43
  %v63 = fmul <8 x float> %v61, %v3
  %v64 = fmul <8 x float> %v62, %v3
  %v65 = mul nsw i64 %v1, 4
  %v66 = getelementptr inbounds i8, ptr %v10, i64 %v65
  store <8 x float> %v38, ptr %v66, align 4
  %v67 = mul nsw i64 %v1, 5
  %v68 = getelementptr inbounds i8, ptr %v10, i64 %v67
  store <8 x float> %v63, ptr %v68, align 4
  %v69 = mul nsw i64 %v1, 6
  %v70 = getelementptr inbounds i8, ptr %v10, i64 %v69
  store <8 x float> %v64, ptr %v70, align 4
  %v71 = mul nsw i64 %v1, 7
  %v72 = getelementptr inbounds i8, ptr %v10, i64 %v71
  store <8 x float> %v48, ptr %v72, align 4
  %v73 = fadd <8 x float> %v39, %v49
  %v74 = fadd <8 x float> %v73, %v44
  %v75 = fsub <8 x float> %v73, %v44
  %v76 = fmul <8 x float> %v74, %v3
  %v77 = fmul <8 x float> %v75, %v3
  %v78 = mul nsw i64 %v1, 8
  %v79 = getelementptr inbounds i8, ptr %v10, i64 %v78
  store <8 x float> %v39, ptr %v79, align 4
  %v80 = mul nsw i64 %v1, 9
  %v81 = getelementptr inbounds i8, ptr %v10, i64 %v80
  store <8 x float> %v76, ptr %v81, align 4
  %v82 = mul nsw i64 %v1, 10
  %v83 = getelementptr inbounds i8, ptr %v10, i64 %v82
  store <8 x float> %v77, ptr %v83, align 4
  %v84 = mul nsw i64 %v1, 11
  %v85 = getelementptr inbounds i8, ptr %v10, i64 %v84
  store <8 x float> %v49, ptr %v85, align 4
  %v86 = fadd <8 x float> %v28, %v34
  %v87 = fadd <8 x float> %v86, %v31
  %v88 = fsub <8 x float> %v86, %v31
  %v89 = fmul <8 x float> %v87, %v3
  %v90 = fmul <8 x float> %v88, %v3
  %v91 = mul nsw i64 %v1, 12
  %v92 = getelementptr inbounds i8, ptr %v10, i64 %v91
  store <8 x float> %v28, ptr %v92, align 4
  %v93 = mul nsw i64 %v1, 13
  %v94 = getelementptr inbounds i8, ptr %v10, i64 %v93
  store <8 x float> %v89, ptr %v94, align 4
  %v95 = mul nsw i64 %v1, 14
  %v96 = getelementptr inbounds i8, ptr %v10, i64 %v95
  store <8 x float> %v90, ptr %v96, align 4
  %v97 = mul nsw i64 %v1, 15
  %v98 = getelementptr inbounds i8, ptr %v10, i64 %v97
  store <8 x float> %v34, ptr %v98, align 4
  %v99 = add nsw i64 %i7, 32
  br label %b4
b6:
  ret void
}
define internal void @mm_float32_channels_last(i64 %pixels, i64 %channels, ptr %source, i64 %sp, i64 %sc, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %channels, 4
  %v4 = icmp eq i64 %sp, 4
  br i1 %v4, label %b2, label %b3
b2:
  %v5 = sub nsw i64 %channels, 1
  br label %b6
b6:
  %i9 = phi i64 [ 0, %b2 ], [ %v136, %b51 ]
  %v10 = icmp slt i64 %i9, %channels
  br i1 %v10, label %b7, label %b8
b7:
  %v11 = sub nsw i64 %channels, %i9
  %v12 = call i64 @llvm.smin.i64(i64 %v11, i64 8)
  %v13 = call i64 @llvm.smax.i64(i64 %v12, i64 0)
  %v14 = trunc i64 %v13 to i32
  %v15 = insertelement <8 x i32> poison, i32 %v14, i64 0
  %v16 = shufflevector <8 x i32> %v15, <8 x i32> poison, <8 x i32> zeroinitializer
  %v17 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v16
  %v18 = call i64 @llvm.smin.i64(i64 %i9, i64 %v5)
  %v19 = mul nsw i64 %v18, %sc
  %v20 = getelementptr inbounds i8, ptr %source, i64 %v19
  %v21 = add nsw i64 %i9, 1
  %v22 = call i64 @llvm.smin.i64(i64 %v21, i64 %v5)
  %v23 = mul nsw i64 %v22, %sc
  %v24 = getelementptr inbounds i8, ptr %source, i64 %v23
  %v25 = add nsw i64 %i9, 2
  %v26 = call i64 @llvm.smin.i64(i64 %v25, i64 %v5)
  %v27 = mul nsw i64 %v26, %sc
  %v28 = getelementptr inbounds i8, ptr %source, i64 %v27
  %v29 = add nsw i64 %i9, 3
  %v30 = call i64 @llvm.smin.i64(i64 %v29, i64 %v5)
  %v31 = mul nsw i64 %v30, %sc
  %v32 = getelementptr inbounds i8, ptr %source, i64 %v31
  %v33 = add nsw i64 %i9, 4
  %v34 = call i64 @llvm.smin.i64(i64 %v33, i64 %v5)
  %v35 = mul nsw i64 %v34, %sc
  %v36 = getelementptr inbounds i8, ptr %source, i64 %v35
  %v37 = add nsw i64 %i9, 5
  %v38 = call i64 @llvm.smin.i64(i64 %v37, i64 %v5)
  %v39 = mul nsw i64 %v38, %sc
  %v40 = getelementptr inbounds i8, ptr %source, i64 %v39
  %v41 = add nsw i64 %i9, 6
  %v42 = call i64 @llvm.smin.i64(i64 %v41, i64 %v5)
  %v43 = mul nsw i64 %v42, %sc
  %v44 = getelementptr inbounds i8, ptr %source, i64 %v43
  %v45 = add nsw i64 %i9, 7
  %v46 = call i64 @llvm.smin.i64(i64 %v45, i64 %v5)
  %v47 = mul nsw i64 %v46, %sc
  %v48 = getelementptr inbounds i8, ptr %source, i64 %v47
  br label %b49
b49:
  %i52 = phi i64 [ 0, %b7 ], [ %v135, %b50 ]
  %v53 = icmp slt i64 %i52, %pixels
  br i1 %v53, label %b50, label %b51
b50:
  %v54 = sub nsw i64 %pixels, %i52
  %v55 = call i64 @llvm.smin.i64(i64 %v54, i64 8)
  %v56 = call i64 @llvm.smax.i64(i64 %v55, i64 0)
  %v57 = trunc i64 %v56 to i32
  %v58 = insertelement <8 x i32> poison, i32 %v57, i64 0
  %v59 = shufflevector <8 x i32> %v58, <8 x i32> poison, <8 x i32> zeroinitializer
  %v60 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v59
  %v61 = mul nsw i64 %i52, 4
  %v62 = getelementptr inbounds i8, ptr %v20, i64 %v61
  %v63 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v62, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v64 = getelementptr inbounds i8, ptr %v24, i64 %v61
  %v65 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v64, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v66 = getelementptr inbounds i8, ptr %v28, i64 %v61
  %v67 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v66, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v68 = getelementptr inbounds i8, ptr %v32, i64 %v61
  %v69 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v68, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v70 = getelementptr inbounds i8, ptr %v36, i64 %v61
  %v71 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v70, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v72 = getelementptr inbounds i8, ptr %v40, i64 %v61
  %v73 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v72, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v74 = getelementptr inbounds i8, ptr %v44, i64 %v61
  %v75 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v74, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v76 = getelementptr inbounds i8, ptr %v48, i64 %v61
  %v77 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v76, i32 4, <8 x i1> %v60, <8 x float> zeroinitializer)
  %v78 = mul nsw i64 %i52, %v1
  %v79 = mul nsw i64 %i9, 4
  %v80 = add nsw i64 %v78, %v79
  %v81 = getelementptr inbounds i8, ptr %d, i64 %v80
  %v82 = shufflevector <8 x float> %v63, <8 x float> %v65, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v83 = shufflevector <8 x float> %v63, <8 x float> %v65, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v84 = shufflevector <8 x float> %v67, <8 x float> %v69, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v85 = shufflevector <8 x float> %v67, <8 x float> %v69, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v86 = shufflevector <8 x float> %v82, <8 x float> %v84, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v87 = shufflevector <8 x float> %v82, <8 x float> %v84, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v88 = shufflevector <8 x float> %v83, <8 x float> %v85, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v89 = shufflevector <8 x float> %v83, <8 x float> %v85, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v90 = shufflevector <8 x float> %v71, <8 x float> %v73, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v91 = shufflevector <8 x float> %v71, <8 x float> %v73, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v92 = shufflevector <8 x float> %v75, <8 x float> %v77, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v93 = shufflevector <8 x float> %v75, <8 x float> %v77, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v94 = shufflevector <8 x float> %v90, <8 x float> %v92, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v95 = shufflevector <8 x float> %v90, <8 x float> %v92, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v96 = shufflevector <8 x float> %v91, <8 x float> %v93, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v97 = shufflevector <8 x float> %v91, <8 x float> %v93, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v98 = shufflevector <8 x float> %v86, <8 x float> %v94, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v99 = shufflevector <8 x float> %v86, <8 x float> %v94, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v100 = shufflevector <8 x float> %v87, <8 x float> %v95, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v101 = shufflevector <8 x float> %v87, <8 x float> %v95, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v102 = shufflevector <8 x float> %v88, <8 x float> %v96, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v103 = shufflevector <8 x float> %v88, <8 x float> %v96, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v104 = shufflevector <8 x float> %v89, <8 x float> %v97, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v105 = shufflevector <8 x float> %v89, <8 x float> %v97, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v106 = icmp slt i64 0, %v54
  %v107 = select i1 %v106, <8 x i1> %v17, <8 x i1> zeroinitializer
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v98, ptr %v81, i32 4, <8 x i1> %v107)
  %v108 = icmp slt i64 1, %v54
  %v109 = select i1 %v108, <8 x i1> %v17, <8 x i1> zeroinitializer
  %v110 = getelementptr inbounds i8, ptr %v81, i64 %v1
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v100, ptr %v110, i32 4, <8 x i1> %v109)
  %v111 = icmp slt i64 2, %v54
  %v112 = select i1 %v111, <8 x i1> %v17, <8 x i1> zeroinitializer
  %v113 = mul nsw i64 %v1, 2
  %v114 = getelementptr inbounds i8, ptr %v81, i64 %v113
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v102, ptr %v114, i32 4, <8 x i1> %v112)
  %v115 = icmp slt i64 3, %v54
  %v116 = select i1 %v115, <8 x i1> %v17, <8 x i1> zeroinitializer
  %v117 = mul nsw i64 %v1, 3
  %v118 = getelementptr inbounds i8, ptr %v81, i64 %v117
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v104, ptr %v118, i32 4, <8 x i1> %v116)
  %v119 = icmp slt i64 4, %v54
  %v120 = select i1 %v119, <8 x i1> %v17, <8 x i1> zeroinitializer
  %v121 = mul nsw i64 %v1, 4
  %v122 = getelementptr inbounds i8, ptr %v81, i64 %v121
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v99, ptr %v122, i32 4, <8 x i1> %v120)
  %v123 = icmp slt i64 5, %v54
  %v124 = select i1 %v123, <8 x i1> %v17, <8 x i1> zeroinitializer
  %v125 = mul nsw i64 %v1, 5
  %v126 = getelementptr inbounds i8, ptr %v81, i64 %v125
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v101, ptr %v126, i32 4, <8 x i1> %v124)
  %v127 = icmp slt i64 6, %v54
  %v128 = select i1 %v127, <8 x i1> %v17, <8 x i1> zeroinitializer
  %v129 = mul nsw i64 %v1, 6
  %v130 = getelementptr inbounds i8, ptr %v81, i64 %v129
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v103, ptr %v130, i32 4, <8 x i1> %v128)
  %v131 = icmp slt i64 7, %v54
  %v132 = select i1 %v131, <8 x i1> %v17, <8 x i1> zeroinitializer
  %v133 = mul nsw i64 %v1, 7
  %v134 = getelementptr inbounds i8, ptr %v81, i64 %v133
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v105, ptr %v134, i32 4, <8 x i1> %v132)
  %v135 = add nsw i64 %i52, 8
  br label %b49
b51:
  %v136 = add nsw i64 %i9, 8
  br label %b6
b8:
  ret void
b3:
  br label %b137
b137:
  %i140 = phi i64 [ 0, %b3 ], [ %v157, %b144 ]
  %v141 = icmp slt i64 %i140, %pixels
  br i1 %v141, label %b138, label %b139
b138:
  br label %b142
b142:
  %i145 = phi i64 [ 0, %b138 ], [ %v156, %b143 ]
  %v146 = icmp slt i64 %i145, %channels
  br i1 %v146, label %b143, label %b144
b143:
  %v147 = mul nsw i64 %i140, %sp
  %v148 = mul nsw i64 %i145, %sc
  %v149 = add nsw i64 %v147, %v148
  %v150 = getelementptr inbounds i8, ptr %source, i64 %v149
  %v151 = load float, ptr %v150, align 4
  %v152 = mul nsw i64 %i140, %v1
  %v153 = mul nsw i64 %i145, 4
  %v154 = add nsw i64 %v152, %v153
  %v155 = getelementptr inbounds i8, ptr %d, i64 %v154
  store float %v151, ptr %v155, align 4
  %v156 = add nsw i64 %i145, 1
  br label %b142
b144:
  %v157 = add nsw i64 %i140, 1
  br label %b137
b139:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
define internal void @group0_1_conv(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  %v38 = alloca i8, i64 266240, align 64
  %v39 = alloca i8, i64 266240, align 64
  %v40 = alloca i8, i64 64000, align 64
  %v105 = alloca <8 x float>, i64 8, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %frame, i64 3
  %v6 = load ptr, ptr %v5, align 8
  %v7 = load ptr, ptr %frame, align 8
  %v8 = getelementptr inbounds i64, ptr %v7, i64 3
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %frame, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %frame, i64 8
  %v17 = load ptr, ptr %v16, align 8
  %v18 = mul nsw i64 %v9, 4
  %v19 = sub nsw i64 %v18, 1
  %v20 = add nsw i64 8, %v19
  %v21 = udiv i64 %v20, %v18
  %v22 = call i64 @llvm.smin.i64(i64 24, i64 %v21)
  %v23 = call i64 @llvm.smax.i64(i64 %v22, i64 1)
  %v24 = sub nsw i64 %v23, 1
  %v25 = add nsw i64 8, %v24
  %v26 = udiv i64 %v25, %v23
  %v27 = mul nsw i64 %v9, 4
  %v28 = sub nsw i64 %v27, 1
  %v29 = add nsw i64 8, %v28
  %v30 = udiv i64 %v29, %v27
  %v31 = call i64 @llvm.smin.i64(i64 24, i64 %v30)
  %v32 = call i64 @llvm.smax.i64(i64 %v31, i64 1)
  %v33 = sub nsw i64 %v32, 1
  %v34 = add nsw i64 8, %v33
  %v35 = udiv i64 %v34, %v32
  %v36 = mul nsw i64 %v9, 4
  %v37 = call i64 @llvm.smin.i64(i64 %v35, i64 %v36)
  %v41 = mul nsw i64 %task, %v26
  %v42 = udiv i64 %v41, %v37
  %v43 = add nsw i64 %task, 1
  %v44 = mul nsw i64 %v43, %v26
  %v45 = udiv i64 %v44, %v37
  br label %b46
b46:
  %i49 = phi i64 [ %v42, %start ], [ %v214, %b85 ]
  %v50 = icmp slt i64 %i49, %v45
  br i1 %v50, label %b47, label %b48
b47:
  %v51 = mul nsw i64 %i49, %v23
  %v52 = sub nsw i64 8, %v51
  %v53 = call i64 @llvm.smin.i64(i64 %v23, i64 %v52)
  br label %b54
b54:
  %i57 = phi i64 [ 0, %b47 ], [ %v69, %b55 ]
  %v58 = icmp slt i64 %i57, %v53
  br i1 %v58, label %b55, label %b56
b55:
  %v59 = add nsw i64 %v51, %i57
  %v60 = udiv i64 %v59, 4
  %v61 = urem i64 %v59, 4
  %v62 = mul nsw i64 %v61, 2
  %v63 = add nsw i64 %v62, -1
  %v64 = mul nsw i64 %v60, 8192
  %v65 = getelementptr inbounds i8, ptr %v15, i64 %v64
  %v66 = mul nsw i64 %i57, 4
  %v67 = mul nsw i64 %v66, 160
  %v68 = getelementptr inbounds i8, ptr %v38, i64 %v67
  call void @mm_float32_winograd_source_160_16640_1(i64 4, ptr %v65, i64 %v63, i64 -1, i64 1024, i64 128, i64 8, i64 8, i64 32, ptr %v68)
  %v69 = add nsw i64 %i57, 1
  br label %b54
b56:
  %v70 = mul nsw i64 %v53, 4
  br label %b71
b71:
  %i74 = phi i64 [ 0, %b56 ], [ %v82, %b72 ]
  %v75 = icmp slt i64 %i74, 16
  br i1 %v75, label %b72, label %b73
b72:
  %v76 = mul nsw i64 %i74, 16640
  %v77 = getelementptr inbounds i8, ptr %v38, i64 %v76
  %v78 = mul nsw i64 %i74, 2048
  %v79 = getelementptr inbounds i8, ptr %v17, i64 %v78
  %v80 = mul nsw i64 %i74, 16640
  %v81 = getelementptr inbounds i8, ptr %v39, i64 %v80
  call void @mm_float32_windows_160_4_010(i64 %v70, i64 32, i64 32, ptr %v77, ptr %v79, i64 32768, ptr %v81, i64 160, i64 0, i64 1)
  %v82 = add nsw i64 %i74, 1
  br label %b71
b73:
  br label %b83
b83:
  %i86 = phi i64 [ 0, %b73 ], [ %v213, %b99 ]
  %v87 = icmp slt i64 %i86, %v53
  br i1 %v87, label %b84, label %b85
b84:
  %v88 = mul nsw i64 %i86, 4
  %v89 = mul nsw i64 %v88, 160
  %v90 = getelementptr inbounds i8, ptr %v39, i64 %v89
  call void @mm_float32_winograd_result_160_16640_32000(i64 4, i64 32, ptr %v90, ptr %v40)
  %v91 = add nsw i64 %v51, %i86
  %v92 = udiv i64 %v91, 4
  %v93 = urem i64 %v91, 4
  %v94 = mul nsw i64 %v93, 2
  %v95 = sub nsw i64 8, %v94
  %v96 = call i64 @llvm.smin.i64(i64 2, i64 %v95)
  br label %b97
b97:
  %i100 = phi i64 [ 0, %b84 ], [ %v212, %b111 ]
  %v101 = icmp slt i64 %i100, %v96
  br i1 %v101, label %b98, label %b99
b98:
  %v102 = mul nsw i64 %i100, 32000
  %v103 = getelementptr inbounds i8, ptr %v40, i64 %v102
  %v104 = add nsw i64 %v94, %i100
  %v106 = sub nsw i64 8, 0
  %v107 = sub nsw i64 8, 0
  %v108 = call i64 @llvm.smin.i64(i64 %v106, i64 %v107)
  br label %b109
b109:
  %i112 = phi i64 [ 0, %b98 ], [ %v198, %b116 ]
  %v113 = icmp slt i64 %i112, %v108
  br i1 %v113, label %b110, label %b111
b110:
  br label %b114
b114:
  %i117 = phi i64 [ 0, %b110 ], [ %v197, %b181 ]
  %v118 = icmp slt i64 %i117, 32
  br i1 %v118, label %b115, label %b116
b115:
  %v119 = add nsw i64 0, %i112
  %v120 = mul nsw i64 %v119, 160
  %v121 = mul nsw i64 %i117, 4
  %v122 = add nsw i64 %v120, %v121
  %v123 = getelementptr inbounds i8, ptr %v103, i64 %v122
  %v124 = load <8 x float>, ptr %v123, align 4
  %v125 = getelementptr inbounds i8, ptr %v123, i64 160
  %v126 = load <8 x float>, ptr %v125, align 4
  %v127 = getelementptr inbounds i8, ptr %v123, i64 320
  %v128 = load <8 x float>, ptr %v127, align 4
  %v129 = getelementptr inbounds i8, ptr %v123, i64 480
  %v130 = load <8 x float>, ptr %v129, align 4
  %v131 = getelementptr inbounds i8, ptr %v123, i64 640
  %v132 = load <8 x float>, ptr %v131, align 4
  %v133 = getelementptr inbounds i8, ptr %v123, i64 800
  %v134 = load <8 x float>, ptr %v133, align 4
  %v135 = getelementptr inbounds i8, ptr %v123, i64 960
  %v136 = load <8 x float>, ptr %v135, align 4
  %v137 = getelementptr inbounds i8, ptr %v123, i64 1120
  %v138 = load <8 x float>, ptr %v137, align 4
  %v139 = shufflevector <8 x float> %v124, <8 x float> %v126, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v140 = shufflevector <8 x float> %v124, <8 x float> %v126, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v141 = shufflevector <8 x float> %v128, <8 x float> %v130, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v142 = shufflevector <8 x float> %v128, <8 x float> %v130, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v143 = shufflevector <8 x float> %v139, <8 x float> %v141, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v144 = shufflevector <8 x float> %v139, <8 x float> %v141, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v145 = shufflevector <8 x float> %v140, <8 x float> %v142, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v146 = shufflevector <8 x float> %v140, <8 x float> %v142, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v147 = shufflevector <8 x float> %v132, <8 x float> %v134, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v148 = shufflevector <8 x float> %v132, <8 x float> %v134, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v149 = shufflevector <8 x float> %v136, <8 x float> %v138, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v150 = shufflevector <8 x float> %v136, <8 x float> %v138, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v151 = shufflevector <8 x float> %v147, <8 x float> %v149, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v152 = shufflevector <8 x float> %v147, <8 x float> %v149, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v153 = shufflevector <8 x float> %v148, <8 x float> %v150, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v154 = shufflevector <8 x float> %v148, <8 x float> %v150, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v155 = shufflevector <8 x float> %v143, <8 x float> %v151, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v156 = shufflevector <8 x float> %v143, <8 x float> %v151, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v157 = shufflevector <8 x float> %v144, <8 x float> %v152, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v158 = shufflevector <8 x float> %v144, <8 x float> %v152, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v159 = shufflevector <8 x float> %v145, <8 x float> %v153, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v160 = shufflevector <8 x float> %v145, <8 x float> %v153, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v161 = shufflevector <8 x float> %v146, <8 x float> %v154, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v162 = shufflevector <8 x float> %v146, <8 x float> %v154, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v155, ptr %v105, align 4
  %v163 = getelementptr inbounds i8, ptr %v105, i64 32
  store <8 x float> %v157, ptr %v163, align 4
  %v164 = getelementptr inbounds i8, ptr %v105, i64 64
  store <8 x float> %v159, ptr %v164, align 4
  %v165 = getelementptr inbounds i8, ptr %v105, i64 96
  store <8 x float> %v161, ptr %v165, align 4
  %v166 = getelementptr inbounds i8, ptr %v105, i64 128
  store <8 x float> %v156, ptr %v166, align 4
  %v167 = getelementptr inbounds i8, ptr %v105, i64 160
  store <8 x float> %v158, ptr %v167, align 4
  %v168 = getelementptr inbounds i8, ptr %v105, i64 192
  store <8 x float> %v160, ptr %v168, align 4
  %v169 = getelementptr inbounds i8, ptr %v105, i64 224
  store <8 x float> %v162, ptr %v169, align 4
  %v170 = sub nsw i64 %v108, %i112
  %v171 = call i64 @llvm.smin.i64(i64 %v170, i64 8)
  %v172 = call i64 @llvm.smax.i64(i64 %v171, i64 0)
  %v173 = trunc i64 %v172 to i32
  %v174 = insertelement <8 x i32> poison, i32 %v173, i64 0
  %v175 = shufflevector <8 x i32> %v174, <8 x i32> poison, <8 x i32> zeroinitializer
  %v176 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v175
  %v177 = sub nsw i64 32, %i117
  %v178 = call i64 @llvm.smin.i64(i64 8, i64 %v177)
  br label %b179
b179:
  %i182 = phi i64 [ 0, %b115 ], [ %v196, %b180 ]
  %v183 = icmp slt i64 %i182, %v178
  br i1 %v183, label %b180, label %b181
b180:
  %v184 = mul nsw i64 %i182, 32
  %v185 = getelementptr inbounds i8, ptr %v105, i64 %v184
  %v186 = load <8 x float>, ptr %v185, align 4
  %v187 = add nsw i64 %i117, %i182
  %v188 = add nsw i64 0, %i112
  %v189 = mul nsw i64 %v92, 2048
  %v190 = mul nsw i64 %v187, 64
  %v191 = add nsw i64 %v189, %v190
  %v192 = mul nsw i64 %v104, 8
  %v193 = add nsw i64 %v191, %v192
  %v194 = add nsw i64 %v193, %v188
  %v195 = getelementptr inbounds float, ptr %v6, i64 %v194
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v186, ptr %v195, i32 4, <8 x i1> %v176)
  %v196 = add nsw i64 %i182, 1
  br label %b179
b181:
  %v197 = add nsw i64 %i117, 8
  br label %b114
b116:
  %v198 = add nsw i64 %i112, 8
  br label %b109
b111:
  %v199 = icmp sge i64 8, 8
  %v200 = select i1 %v199, i64 0, i64 8
  %v201 = zext i1 %v199 to i64
  %v202 = add nsw i64 %v104, %v201
  %v203 = icmp sge i64 %v202, 8
  %v204 = select i1 %v203, i64 0, i64 %v202
  %v205 = zext i1 %v203 to i64
  %v206 = add nsw i64 0, %v205
  %v207 = icmp sge i64 %v206, 1
  %v208 = select i1 %v207, i64 0, i64 %v206
  %v209 = zext i1 %v207 to i64
  %v210 = add nsw i64 %v92, %v209
  %v211 = add nsw i64 0, %v108
  %v212 = add nsw i64 %i100, 1
  br label %b97
b99:
  %v213 = add nsw i64 %i86, 1
  br label %b83
b85:
  %v214 = add nsw i64 %i49, 1
  br label %b46
b48:
  ret void
}
define internal void @mm_float32_winograd_source_160_16640_1(i64 %tiles, ptr %source, i64 %y, i64 %x, i64 %s2, i64 %s3, i64 %lines, i64 %pixels, i64 %channels, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = icmp ult i64 %y, %lines
  %v2 = add nsw i64 %y, 1
  %v3 = icmp ult i64 %v2, %lines
  %v4 = add nsw i64 %y, 2
  %v5 = icmp ult i64 %v4, %lines
  %v6 = add nsw i64 %y, 3
  %v7 = icmp ult i64 %v6, %lines
  %v8 = mul nsw i64 %y, %s2
  %v9 = mul nsw i64 %x, %s3
  %v10 = add nsw i64 %v8, %v9
  %v11 = getelementptr inbounds i8, ptr %source, i64 %v10
  br label %b12
b12:
  %i15 = phi i64 [ 0, %start ], [ %v290, %b138 ]
  %c15_0 = phi ptr [ %v11, %start ], [ %v288, %b138 ]
  %c15_1 = phi ptr [ %d, %start ], [ %v289, %b138 ]
  %v16 = icmp slt i64 %i15, %tiles
  br i1 %v16, label %b13, label %b14
b13:
  %v17 = mul nsw i64 %i15, 2
  %v18 = add nsw i64 %x, %v17
  %v19 = icmp ult i64 %v18, %pixels
  %v20 = add nsw i64 %v18, 1
  %v21 = icmp ult i64 %v20, %pixels
  %v22 = add nsw i64 %v18, 2
  %v23 = icmp ult i64 %v22, %pixels
  %v24 = add nsw i64 %v18, 3
  %v25 = icmp ult i64 %v24, %pixels
  %v26 = and i1 true, %v1
  %v27 = and i1 %v26, %v3
  %v28 = and i1 %v27, %v5
  %v29 = and i1 %v28, %v7
  %v30 = and i1 %v29, %v19
  %v31 = and i1 %v30, %v21
  %v32 = and i1 %v31, %v23
  %v33 = and i1 %v32, %v25
  br i1 %v33, label %b34, label %b35
b34:
  br label %b36
b36:
  %i39 = phi i64 [ 0, %b34 ], [ %v135, %b37 ]
  %v40 = icmp slt i64 %i39, %channels
  br i1 %v40, label %b37, label %b38
b37:
  %v41 = mul nsw i64 %i39, 4
  %v42 = getelementptr inbounds i8, ptr %c15_0, i64 %v41
  %v43 = add nsw i64 %s2, %v41
  %v44 = getelementptr inbounds i8, ptr %c15_0, i64 %v43
  %v45 = mul nsw i64 %s2, 2
  %v46 = add nsw i64 %v45, %v41
  %v47 = getelementptr inbounds i8, ptr %c15_0, i64 %v46
  %v48 = mul nsw i64 %s2, 3
  %v49 = add nsw i64 %v48, %v41
  %v50 = getelementptr inbounds i8, ptr %c15_0, i64 %v49
  %v51 = getelementptr inbounds i8, ptr %c15_1, i64 %v41
  %v52 = load <8 x float>, ptr %v42, align 4
  %v53 = load <8 x float>, ptr %v44, align 4
  %v54 = load <8 x float>, ptr %v47, align 4
  %v55 = load <8 x float>, ptr %v50, align 4
  %v56 = fsub <8 x float> %v52, %v54
  %v57 = fadd <8 x float> %v53, %v54
  %v58 = fsub <8 x float> %v54, %v53
  %v59 = fsub <8 x float> %v53, %v55
  %v60 = getelementptr inbounds i8, ptr %v42, i64 %s3
  %v61 = getelementptr inbounds i8, ptr %v44, i64 %s3
  %v62 = getelementptr inbounds i8, ptr %v47, i64 %s3
  %v63 = getelementptr inbounds i8, ptr %v50, i64 %s3
  %v64 = load <8 x float>, ptr %v60, align 4
  %v65 = load <8 x float>, ptr %v61, align 4
  %v66 = load <8 x float>, ptr %v62, align 4
  %v67 = load <8 x float>, ptr %v63, align 4
  %v68 = fsub <8 x float> %v64, %v66
  %v69 = fadd <8 x float> %v65, %v66
  %v70 = fsub <8 x float> %v66, %v65
  %v71 = fsub <8 x float> %v65, %v67
  %v72 = mul nsw i64 %s3, 2
  %v73 = getelementptr inbounds i8, ptr %v42, i64 %v72
  %v74 = mul nsw i64 %s3, 2
  %v75 = getelementptr inbounds i8, ptr %v44, i64 %v74
  %v76 = mul nsw i64 %s3, 2
  %v77 = getelementptr inbounds i8, ptr %v47, i64 %v76
  %v78 = mul nsw i64 %s3, 2
  %v79 = getelementptr inbounds i8, ptr %v50, i64 %v78
  %v80 = load <8 x float>, ptr %v73, align 4
  %v81 = load <8 x float>, ptr %v75, align 4
  %v82 = load <8 x float>, ptr %v77, align 4
  %v83 = load <8 x float>, ptr %v79, align 4
  %v84 = fsub <8 x float> %v80, %v82
  %v85 = fadd <8 x float> %v81, %v82
  %v86 = fsub <8 x float> %v82, %v81
  %v87 = fsub <8 x float> %v81, %v83
  %v88 = mul nsw i64 %s3, 3
  %v89 = getelementptr inbounds i8, ptr %v42, i64 %v88
  %v90 = mul nsw i64 %s3, 3
  %v91 = getelementptr inbounds i8, ptr %v44, i64 %v90
  %v92 = mul nsw i64 %s3, 3
  %v93 = getelementptr inbounds i8, ptr %v47, i64 %v92
  %v94 = mul nsw i64 %s3, 3
  %v95 = getelementptr inbounds i8, ptr %v50, i64 %v94
  %v96 = load <8 x float>, ptr %v89, align 4
  %v97 = load <8 x float>, ptr %v91, align 4
  %v98 = load <8 x float>, ptr %v93, align 4
  %v99 = load <8 x float>, ptr %v95, align 4
  %v100 = fsub <8 x float> %v96, %v98
  %v101 = fadd <8 x float> %v97, %v98
  %v102 = fsub <8 x float> %v98, %v97
  %v103 = fsub <8 x float> %v97, %v99
  %v104 = fsub <8 x float> %v56, %v84
  %v105 = fadd <8 x float> %v68, %v84
  %v106 = fsub <8 x float> %v84, %v68
  %v107 = fsub <8 x float> %v68, %v100
  store <8 x float> %v104, ptr %v51, align 4
  %v108 = getelementptr inbounds i8, ptr %v51, i64 16640
  store <8 x float> %v105, ptr %v108, align 4
  %v109 = getelementptr inbounds i8, ptr %v51, i64 33280
  store <8 x float> %v106, ptr %v109, align 4
  %v110 = getelementptr inbounds i8, ptr %v51, i64 49920
  store <8 x float> %v107, ptr %v110, align 4
  %v111 = fsub <8 x float> %v57, %v85
  %v112 = fadd <8 x float> %v69, %v85
  %v113 = fsub <8 x float> %v85, %v69
  %v114 = fsub <8 x float> %v69, %v101
  %v115 = getelementptr inbounds i8, ptr %v51, i64 66560
  store <8 x float> %v111, ptr %v115, align 4
  %v116 = getelementptr inbounds i8, ptr %v51, i64 83200
  store <8 x float> %v112, ptr %v116, align 4
  %v117 = getelementptr inbounds i8, ptr %v51, i64 99840
  store <8 x float> %v113, ptr %v117, align 4
  %v118 = getelementptr inbounds i8, ptr %v51, i64 116480
  store <8 x float> %v114, ptr %v118, align 4
  %v119 = fsub <8 x float> %v58, %v86
  %v120 = fadd <8 x float> %v70, %v86
  %v121 = fsub <8 x float> %v86, %v70
  %v122 = fsub <8 x float> %v70, %v102
  %v123 = getelementptr inbounds i8, ptr %v51, i64 133120
  store <8 x float> %v119, ptr %v123, align 4
  %v124 = getelementptr inbounds i8, ptr %v51, i64 149760
  store <8 x float> %v120, ptr %v124, align 4
  %v125 = getelementptr inbounds i8, ptr %v51, i64 166400
  store <8 x float> %v121, ptr %v125, align 4
  %v126 = getelementptr inbounds i8, ptr %v51, i64 183040
  store <8 x float> %v122, ptr %v126, align 4
  %v127 = fsub <8 x float> %v59, %v87
  %v128 = fadd <8 x float> %v71, %v87
  %v129 = fsub <8 x float> %v87, %v71
  %v130 = fsub <8 x float> %v71, %v103
  %v131 = getelementptr inbounds i8, ptr %v51, i64 199680
  store <8 x float> %v127, ptr %v131, align 4
  %v132 = getelementptr inbounds i8, ptr %v51, i64 216320
  store <8 x float> %v128, ptr %v132, align 4
  %v133 = getelementptr inbounds i8, ptr %v51, i64 232960
  store <8 x float> %v129, ptr %v133, align 4
  %v134 = getelementptr inbounds i8, ptr %v51, i64 249600
  store <8 x float> %v130, ptr %v134, align 4
  %v135 = add nsw i64 %i39, 8
  br label %b36
b38:
  br label %b35
b35:
  %v136 = xor i1 %v33, true
  br i1 %v136, label %b137, label %b138
b137:
  %v139 = and i1 %v1, %v19
  %v140 = and i1 %v1, %v21
  %v141 = and i1 %v1, %v23
  %v142 = and i1 %v1, %v25
  %v143 = and i1 %v3, %v19
  %v144 = and i1 %v3, %v21
  %v145 = and i1 %v3, %v23
  %v146 = and i1 %v3, %v25
  %v147 = and i1 %v5, %v19
  %v148 = and i1 %v5, %v21
  %v149 = and i1 %v5, %v23
  %v150 = and i1 %v5, %v25
  %v151 = and i1 %v7, %v19
  %v152 = and i1 %v7, %v21
  %v153 = and i1 %v7, %v23
  %v154 = and i1 %v7, %v25
  br label %b155
b155:
  %i158 = phi i64 [ 0, %b137 ], [ %v286, %b156 ]
  %v159 = icmp slt i64 %i158, %channels
  br i1 %v159, label %b156, label %b157
b156:
  %v160 = mul nsw i64 %i158, 4
  %v161 = getelementptr inbounds i8, ptr %c15_0, i64 %v160
  %v162 = add nsw i64 %s2, %v160
  %v163 = getelementptr inbounds i8, ptr %c15_0, i64 %v162
  %v164 = mul nsw i64 %s2, 2
  %v165 = add nsw i64 %v164, %v160
  %v166 = getelementptr inbounds i8, ptr %c15_0, i64 %v165
  %v167 = mul nsw i64 %s2, 3
  %v168 = add nsw i64 %v167, %v160
  %v169 = getelementptr inbounds i8, ptr %c15_0, i64 %v168
  %v170 = getelementptr inbounds i8, ptr %c15_1, i64 %v160
  %v171 = select i1 %v139, i8 -1, i8 0
  %v172 = bitcast i8 %v171 to <8 x i1>
  %v173 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v161, i32 4, <8 x i1> %v172, <8 x float> zeroinitializer)
  %v174 = select i1 %v143, i8 -1, i8 0
  %v175 = bitcast i8 %v174 to <8 x i1>
  %v176 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v163, i32 4, <8 x i1> %v175, <8 x float> zeroinitializer)
  %v177 = select i1 %v147, i8 -1, i8 0
  %v178 = bitcast i8 %v177 to <8 x i1>
  %v179 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v166, i32 4, <8 x i1> %v178, <8 x float> zeroinitializer)
  %v180 = select i1 %v151, i8 -1, i8 0
  %v181 = bitcast i8 %v180 to <8 x i1>
  %v182 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v169, i32 4, <8 x i1> %v181, <8 x float> zeroinitializer)
  %v183 = fsub <8 x float> %v173, %v179
  %v184 = fadd <8 x float> %v176, %v179
  %v185 = fsub <8 x float> %v179, %v176
  %v186 = fsub <8 x float> %v176, %v182
  %v187 = getelementptr inbounds i8, ptr %v161, i64 %s3
  %v188 = getelementptr inbounds i8, ptr %v163, i64 %s3
  %v189 = getelementptr inbounds i8, ptr %v166, i64 %s3
  %v190 = getelementptr inbounds i8, ptr %v169, i64 %s3
  %v191 = select i1 %v140, i8 -1, i8 0
  %v192 = bitcast i8 %v191 to <8 x i1>
  %v193 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v187, i32 4, <8 x i1> %v192, <8 x float> zeroinitializer)
  %v194 = select i1 %v144, i8 -1, i8 0
  %v195 = bitcast i8 %v194 to <8 x i1>
  %v196 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v188, i32 4, <8 x i1> %v195, <8 x float> zeroinitializer)
  %v197 = select i1 %v148, i8 -1, i8 0
  %v198 = bitcast i8 %v197 to <8 x i1>
  %v199 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v189, i32 4, <8 x i1> %v198, <8 x float> zeroinitializer)
  %v200 = select i1 %v152, i8 -1, i8 0
  %v201 = bitcast i8 %v200 to <8 x i1>
  %v202 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v190, i32 4, <8 x i1> %v201, <8 x float> zeroinitializer)
  %v203 = fsub <8 x float> %v193, %v199
  %v204 = fadd <8 x float> %v196, %v199
  %v205 = fsub <8 x float> %v199, %v196
  %v206 = fsub <8 x float> %v196, %v202
  %v207 = mul nsw i64 %s3, 2
  %v208 = getelementptr inbounds i8, ptr %v161, i64 %v207
  %v209 = mul nsw i64 %s3, 2
  %v210 = getelementptr inbounds i8, ptr %v163, i64 %v209
  %v211 = mul nsw i64 %s3, 2
  %v212 = getelementptr inbounds i8, ptr %v166, i64 %v211
  %v213 = mul nsw i64 %s3, 2
  %v214 = getelementptr inbounds i8, ptr %v169, i64 %v213
  %v215 = select i1 %v141, i8 -1, i8 0
  %v216 = bitcast i8 %v215 to <8 x i1>
  %v217 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v208, i32 4, <8 x i1> %v216, <8 x float> zeroinitializer)
  %v218 = select i1 %v145, i8 -1, i8 0
  %v219 = bitcast i8 %v218 to <8 x i1>
  %v220 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v210, i32 4, <8 x i1> %v219, <8 x float> zeroinitializer)
  %v221 = select i1 %v149, i8 -1, i8 0
  %v222 = bitcast i8 %v221 to <8 x i1>
  %v223 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v212, i32 4, <8 x i1> %v222, <8 x float> zeroinitializer)
  %v224 = select i1 %v153, i8 -1, i8 0
  %v225 = bitcast i8 %v224 to <8 x i1>
  %v226 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v214, i32 4, <8 x i1> %v225, <8 x float> zeroinitializer)
  %v227 = fsub <8 x float> %v217, %v223
  %v228 = fadd <8 x float> %v220, %v223
  %v229 = fsub <8 x float> %v223, %v220
  %v230 = fsub <8 x float> %v220, %v226
  %v231 = mul nsw i64 %s3, 3
  %v232 = getelementptr inbounds i8, ptr %v161, i64 %v231
  %v233 = mul nsw i64 %s3, 3
  %v234 = getelementptr inbounds i8, ptr %v163, i64 %v233
  %v235 = mul nsw i64 %s3, 3
  %v236 = getelementptr inbounds i8, ptr %v166, i64 %v235
  %v237 = mul nsw i64 %s3, 3
  %v238 = getelementptr inbounds i8, ptr %v169, i64 %v237
  %v239 = select i1 %v142, i8 -1, i8 0
  %v240 = bitcast i8 %v239 to <8 x i1>
  %v241 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v232, i32 4, <8 x i1> %v240, <8 x float> zeroinitializer)
  %v242 = select i1 %v146, i8 -1, i8 0
  %v243 = bitcast i8 %v242 to <8 x i1>
  %v244 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v234, i32 4, <8 x i1> %v243, <8 x float> zeroinitializer)
  %v245 = select i1 %v150, i8 -1, i8 0
  %v246 = bitcast i8 %v245 to <8 x i1>
  %v247 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v236, i32 4, <8 x i1> %v246, <8 x float> zeroinitializer)
  %v248 = select i1 %v154, i8 -1, i8 0
  %v249 = bitcast i8 %v248 to <8 x i1>
  %v250 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v238, i32 4, <8 x i1> %v249, <8 x float> zeroinitializer)
  %v251 = fsub <8 x float> %v241, %v247
  %v252 = fadd <8 x float> %v244, %v247
  %v253 = fsub <8 x float> %v247, %v244
  %v254 = fsub <8 x float> %v244, %v250
  %v255 = fsub <8 x float> %v183, %v227
  %v256 = fadd <8 x float> %v203, %v227
  %v257 = fsub <8 x float> %v227, %v203
  %v258 = fsub <8 x float> %v203, %v251
  store <8 x float> %v255, ptr %v170, align 4
  %v259 = getelementptr inbounds i8, ptr %v170, i64 16640
  store <8 x float> %v256, ptr %v259, align 4
  %v260 = getelementptr inbounds i8, ptr %v170, i64 33280
  store <8 x float> %v257, ptr %v260, align 4
  %v261 = getelementptr inbounds i8, ptr %v170, i64 49920
  store <8 x float> %v258, ptr %v261, align 4
  %v262 = fsub <8 x float> %v184, %v228
  %v263 = fadd <8 x float> %v204, %v228
  %v264 = fsub <8 x float> %v228, %v204
  %v265 = fsub <8 x float> %v204, %v252
  %v266 = getelementptr inbounds i8, ptr %v170, i64 66560
  store <8 x float> %v262, ptr %v266, align 4
  %v267 = getelementptr inbounds i8, ptr %v170, i64 83200
  store <8 x float> %v263, ptr %v267, align 4
  %v268 = getelementptr inbounds i8, ptr %v170, i64 99840
  store <8 x float> %v264, ptr %v268, align 4
  %v269 = getelementptr inbounds i8, ptr %v170, i64 116480
  store <8 x float> %v265, ptr %v269, align 4
  %v270 = fsub <8 x float> %v185, %v229
  %v271 = fadd <8 x float> %v205, %v229
  %v272 = fsub <8 x float> %v229, %v205
  %v273 = fsub <8 x float> %v205, %v253
  %v274 = getelementptr inbounds i8, ptr %v170, i64 133120
  store <8 x float> %v270, ptr %v274, align 4
  %v275 = getelementptr inbounds i8, ptr %v170, i64 149760
  store <8 x float> %v271, ptr %v275, align 4
  %v276 = getelementptr inbounds i8, ptr %v170, i64 166400
  store <8 x float> %v272, ptr %v276, align 4
  %v277 = getelementptr inbounds i8, ptr %v170, i64 183040
  store <8 x float> %v273, ptr %v277, align 4
  %v278 = fsub <8 x float> %v186, %v230
  %v279 = fadd <8 x float> %v206, %v230
  %v280 = fsub <8 x float> %v230, %v206
  %v281 = fsub <8 x float> %v206, %v254
  %v282 = getelementptr inbounds i8, ptr %v170, i64 199680
  store <8 x float> %v278, ptr %v282, align 4
  %v283 = getelementptr inbounds i8, ptr %v170, i64 216320
  store <8 x float> %v279, ptr %v283, align 4
  %v284 = getelementptr inbounds i8, ptr %v170, i64 232960
  store <8 x float> %v280, ptr %v284, align 4
  %v285 = getelementptr inbounds i8, ptr %v170, i64 249600
  store <8 x float> %v281, ptr %v285, align 4
  %v286 = add nsw i64 %i158, 8
  br label %b155
b157:
  br label %b138
b138:
  %v287 = mul nsw i64 %s3, 2
  %v288 = getelementptr inbounds i8, ptr %c15_0, i64 %v287
  %v289 = getelementptr inbounds i8, ptr %c15_1, i64 160
  %v290 = add nsw i64 %i15, 1
  br label %b12
b14:
  ret void
}
define internal void @mm_float32_windows_160_4_010(i64 %m, i64 %n, i64 %k, ptr %a, ptr %b, i64 %panel, ptr %d, i64 %dm, i64 %add, i64 %whole) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  %v1 = alloca float, i64 192, align 64
  br label %start
start:
  br label %b2
b2:
  %i5 = phi i64 [ 0, %start ], [ %v65, %b9 ]
  %v6 = icmp slt i64 %i5, %n
  br i1 %v6, label %b3, label %b4
b3:
  %v7 = sub nsw i64 %n, %i5
  %v8 = icmp sgt i64 %v7, 16
  br i1 true, label %b10, label %b11
b10:
  %v12 = udiv i64 %i5, 16
  %v13 = mul nsw i64 %v12, %panel
  %v14 = getelementptr inbounds i8, ptr %b, i64 %v13
  %v15 = mul nsw i64 %i5, 4
  %v16 = getelementptr inbounds i8, ptr %d, i64 %v15
  %v17 = icmp sge i64 %v7, 16
  %v18 = call i64 @llvm.smin.i64(i64 %v7, i64 16)
  %v19 = udiv i64 %m, 6
  %v20 = mul nsw i64 %v19, 6
  br label %b21
b21:
  %i24 = phi i64 [ 0, %b10 ], [ %v42, %b41 ]
  %v25 = icmp slt i64 %i24, %v20
  br i1 %v25, label %b22, label %b23
b22:
  %v26 = sub nsw i64 %v20, %i24
  %v27 = call i64 @llvm.smin.i64(i64 6, i64 %v26)
  %v28 = icmp eq i64 %v27, 6
  %v29 = and i1 %v17, %v28
  %v30 = icmp ne i64 %whole, 0
  %v31 = or i1 %v29, %v30
  %v32 = mul nsw i64 %i24, %dm
  %v33 = getelementptr inbounds i8, ptr %v16, i64 %v32
  %v34 = mul nsw i64 %i24, 160
  %v35 = getelementptr inbounds i8, ptr %a, i64 %v34
  %v36 = select i1 %v31, ptr %v33, ptr %v1
  %v37 = select i1 %v31, i64 %dm, i64 128
  %v38 = select i1 %v31, i64 %add, i64 0
  call void @mm_float32_windows_tile_6_1_2_160_4(i64 %k, ptr %v35, ptr %v14, i64 %panel, ptr %v36, i64 %v37, i64 %v38)
  %v39 = xor i1 %v31, true
  br i1 %v39, label %b40, label %b41
b40:
  call void @mm_float32_flush_4(i64 %v27, i64 %v18, ptr %v1, ptr %v33, i64 %dm, i64 %add)
  br label %b41
b41:
  %v42 = add nsw i64 %i24, 6
  br label %b21
b23:
  br label %b43
b43:
  %i46 = phi i64 [ %v20, %b23 ], [ %v64, %b63 ]
  %v47 = icmp slt i64 %i46, %m
  br i1 %v47, label %b44, label %b45
b44:
  %v48 = sub nsw i64 %m, %i46
  %v49 = call i64 @llvm.smin.i64(i64 2, i64 %v48)
  %v50 = icmp eq i64 %v49, 2
  %v51 = and i1 %v17, %v50
  %v52 = icmp ne i64 %whole, 0
  %v53 = or i1 %v51, %v52
  %v54 = mul nsw i64 %i46, %dm
  %v55 = getelementptr inbounds i8, ptr %v16, i64 %v54
  %v56 = mul nsw i64 %i46, 160
  %v57 = getelementptr inbounds i8, ptr %a, i64 %v56
  %v58 = select i1 %v53, ptr %v55, ptr %v1
  %v59 = select i1 %v53, i64 %dm, i64 128
  %v60 = select i1 %v53, i64 %add, i64 0
  call void @mm_float32_windows_tile_2_1_2_160_4(i64 %k, ptr %v57, ptr %v14, i64 %panel, ptr %v58, i64 %v59, i64 %v60)
  %v61 = xor i1 %v53, true
  br i1 %v61, label %b62, label %b63
b62:
  call void @mm_float32_flush_4(i64 %v49, i64 %v18, ptr %v1, ptr %v55, i64 %dm, i64 %add)
  br label %b63
b63:
  %v64 = add nsw i64 %i46, 2
  br label %b43
b45:
  br label %b9
b11:
  br label %b9
b9:
  %v65 = add nsw i64 %i5, 16
  br label %b2
b4:
  ret void
}
define internal void @mm_float32_windows_tile_6_1_2_160_4(i64 %k, ptr %a, ptr %b, i64 %panel, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v1 = getelementptr inbounds i8, ptr %d, i64 32
  call void @llvm.prefetch.p0(ptr %v1, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %v2, i64 32
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v2, i64 %dm
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v4, i64 32
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v4, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 32
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v8, i64 32
  call void @llvm.prefetch.p0(ptr %v9, i32 0, i32 3, i32 1)
  %v10 = getelementptr inbounds i8, ptr %v8, i64 %dm
  call void @llvm.prefetch.p0(ptr %v10, i32 0, i32 3, i32 1)
  %v11 = getelementptr inbounds i8, ptr %v10, i64 32
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v12 = getelementptr inbounds i8, ptr %v10, i64 %dm
  %v13 = udiv i64 %k, 2
  %v14 = mul nsw i64 %v13, 2
  br label %b15
b15:
  %i18 = phi i64 [ 0, %start ], [ %v100, %b16 ]
  %c18_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v66, %b16 ]
  %c18_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v67, %b16 ]
  %c18_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v72, %b16 ]
  %c18_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v73, %b16 ]
  %c18_4 = phi <8 x float> [ zeroinitializer, %start ], [ %v78, %b16 ]
  %c18_5 = phi <8 x float> [ zeroinitializer, %start ], [ %v79, %b16 ]
  %c18_6 = phi <8 x float> [ zeroinitializer, %start ], [ %v84, %b16 ]
  %c18_7 = phi <8 x float> [ zeroinitializer, %start ], [ %v85, %b16 ]
  %c18_8 = phi <8 x float> [ zeroinitializer, %start ], [ %v90, %b16 ]
  %c18_9 = phi <8 x float> [ zeroinitializer, %start ], [ %v91, %b16 ]
  %c18_10 = phi <8 x float> [ zeroinitializer, %start ], [ %v96, %b16 ]
  %c18_11 = phi <8 x float> [ zeroinitializer, %start ], [ %v97, %b16 ]
  %c18_12 = phi ptr [ %a, %start ], [ %v98, %b16 ]
  %c18_13 = phi ptr [ %b, %start ], [ %v99, %b16 ]
  %v19 = icmp slt i64 %i18, %v14
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = load <8 x float>, ptr %c18_13, align 4
  %v21 = getelementptr inbounds i8, ptr %c18_13, i64 32
  %v22 = load <8 x float>, ptr %v21, align 4
  %v23 = load float, ptr %c18_12, align 4
  %v24 = insertelement <8 x float> poison, float %v23, i64 0
  %v25 = shufflevector <8 x float> %v24, <8 x float> poison, <8 x i32> zeroinitializer
  %v26 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v25, <8 x float> %v20, <8 x float> %c18_0)
  %v27 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v25, <8 x float> %v22, <8 x float> %c18_1)
  %v28 = getelementptr inbounds i8, ptr %c18_12, i64 160
  %v29 = load float, ptr %v28, align 4
  %v30 = insertelement <8 x float> poison, float %v29, i64 0
  %v31 = shufflevector <8 x float> %v30, <8 x float> poison, <8 x i32> zeroinitializer
  %v32 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v31, <8 x float> %v20, <8 x float> %c18_2)
  %v33 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v31, <8 x float> %v22, <8 x float> %c18_3)
  %v34 = getelementptr inbounds i8, ptr %c18_12, i64 320
  %v35 = load float, ptr %v34, align 4
  %v36 = insertelement <8 x float> poison, float %v35, i64 0
  %v37 = shufflevector <8 x float> %v36, <8 x float> poison, <8 x i32> zeroinitializer
  %v38 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v37, <8 x float> %v20, <8 x float> %c18_4)
  %v39 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v37, <8 x float> %v22, <8 x float> %c18_5)
  %v40 = getelementptr inbounds i8, ptr %c18_12, i64 480
  %v41 = load float, ptr %v40, align 4
  %v42 = insertelement <8 x float> poison, float %v41, i64 0
  %v43 = shufflevector <8 x float> %v42, <8 x float> poison, <8 x i32> zeroinitializer
  %v44 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v43, <8 x float> %v20, <8 x float> %c18_6)
  %v45 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v43, <8 x float> %v22, <8 x float> %c18_7)
  %v46 = getelementptr inbounds i8, ptr %c18_12, i64 640
  %v47 = load float, ptr %v46, align 4
  %v48 = insertelement <8 x float> poison, float %v47, i64 0
  %v49 = shufflevector <8 x float> %v48, <8 x float> poison, <8 x i32> zeroinitializer
  %v50 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v49, <8 x float> %v20, <8 x float> %c18_8)
  %v51 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v49, <8 x float> %v22, <8 x float> %c18_9)
  %v52 = getelementptr inbounds i8, ptr %c18_12, i64 800
  %v53 = load float, ptr %v52, align 4
  %v54 = insertelement <8 x float> poison, float %v53, i64 0
  %v55 = shufflevector <8 x float> %v54, <8 x float> poison, <8 x i32> zeroinitializer
  %v56 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v55, <8 x float> %v20, <8 x float> %c18_10)
  %v57 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v55, <8 x float> %v22, <8 x float> %c18_11)
  %v58 = getelementptr inbounds i8, ptr %c18_13, i64 64
  %v59 = load <8 x float>, ptr %v58, align 4
  %v60 = getelementptr inbounds i8, ptr %c18_13, i64 96
  %v61 = load <8 x float>, ptr %v60, align 4
  %v62 = getelementptr inbounds i8, ptr %c18_12, i64 4
  %v63 = load float, ptr %v62, align 4
  %v64 = insertelement <8 x float> poison, float %v63, i64 0
  %v65 = shufflevector <8 x float> %v64, <8 x float> poison, <8 x i32> zeroinitializer
  %v66 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v59, <8 x float> %v26)
  %v67 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v61, <8 x float> %v27)
  %v68 = getelementptr inbounds i8, ptr %c18_12, i64 164
  %v69 = load float, ptr %v68, align 4
  %v70 = insertelement <8 x float> poison, float %v69, i64 0
  %v71 = shufflevector <8 x float> %v70, <8 x float> poison, <8 x i32> zeroinitializer
  %v72 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v71, <8 x float> %v59, <8 x float> %v32)
  %v73 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v71, <8 x float> %v61, <8 x float> %v33)
  %v74 = getelementptr inbounds i8, ptr %c18_12, i64 324
  %v75 = load float, ptr %v74, align 4
  %v76 = insertelement <8 x float> poison, float %v75, i64 0
  %v77 = shufflevector <8 x float> %v76, <8 x float> poison, <8 x i32> zeroinitializer
  %v78 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v77, <8 x float> %v59, <8 x float> %v38)
  %v79 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v77, <8 x float> %v61, <8 x float> %v39)
  %v80 = getelementptr inbounds i8, ptr %c18_12, i64 484
  %v81 = load float, ptr %v80, align 4
  %v82 = insertelement <8 x float> poison, float %v81, i64 0
  %v83 = shufflevector <8 x float> %v82, <8 x float> poison, <8 x i32> zeroinitializer
  %v84 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v83, <8 x float> %v59, <8 x float> %v44)
  %v85 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v83, <8 x float> %v61, <8 x float> %v45)
  %v86 = getelementptr inbounds i8, ptr %c18_12, i64 644
  %v87 = load float, ptr %v86, align 4
  %v88 = insertelement <8 x float> poison, float %v87, i64 0
  %v89 = shufflevector <8 x float> %v88, <8 x float> poison, <8 x i32> zeroinitializer
  %v90 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v89, <8 x float> %v59, <8 x float> %v50)
  %v91 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v89, <8 x float> %v61, <8 x float> %v51)
  %v92 = getelementptr inbounds i8, ptr %c18_12, i64 804
  %v93 = load float, ptr %v92, align 4
  %v94 = insertelement <8 x float> poison, float %v93, i64 0
  %v95 = shufflevector <8 x float> %v94, <8 x float> poison, <8 x i32> zeroinitializer
  %v96 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v95, <8 x float> %v59, <8 x float> %v56)
  %v97 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v95, <8 x float> %v61, <8 x float> %v57)
  %v98 = getelementptr inbounds i8, ptr %c18_12, i64 8
  %v99 = getelementptr inbounds i8, ptr %c18_13, i64 128
  %v100 = add nsw i64 %i18, 2
  br label %b15
b17:
  br label %b101
b101:
  %i104 = phi i64 [ %v14, %b17 ], [ %v146, %b102 ]
  %c104_0 = phi <8 x float> [ %c18_0, %b17 ], [ %v112, %b102 ]
  %c104_1 = phi <8 x float> [ %c18_1, %b17 ], [ %v113, %b102 ]
  %c104_2 = phi <8 x float> [ %c18_2, %b17 ], [ %v118, %b102 ]
  %c104_3 = phi <8 x float> [ %c18_3, %b17 ], [ %v119, %b102 ]
  %c104_4 = phi <8 x float> [ %c18_4, %b17 ], [ %v124, %b102 ]
  %c104_5 = phi <8 x float> [ %c18_5, %b17 ], [ %v125, %b102 ]
  %c104_6 = phi <8 x float> [ %c18_6, %b17 ], [ %v130, %b102 ]
  %c104_7 = phi <8 x float> [ %c18_7, %b17 ], [ %v131, %b102 ]
  %c104_8 = phi <8 x float> [ %c18_8, %b17 ], [ %v136, %b102 ]
  %c104_9 = phi <8 x float> [ %c18_9, %b17 ], [ %v137, %b102 ]
  %c104_10 = phi <8 x float> [ %c18_10, %b17 ], [ %v142, %b102 ]
  %c104_11 = phi <8 x float> [ %c18_11, %b17 ], [ %v143, %b102 ]
  %c104_12 = phi ptr [ %c18_12, %b17 ], [ %v144, %b102 ]
  %c104_13 = phi ptr [ %c18_13, %b17 ], [ %v145, %b102 ]
  %v105 = icmp slt i64 %i104, %k
  br i1 %v105, label %b102, label %b103
b102:
  %v106 = load <8 x float>, ptr %c104_13, align 4
  %v107 = getelementptr inbounds i8, ptr %c104_13, i64 32
  %v108 = load <8 x float>, ptr %v107, align 4
  %v109 = load float, ptr %c104_12, align 4
  %v110 = insertelement <8 x float> poison, float %v109, i64 0
  %v111 = shufflevector <8 x float> %v110, <8 x float> poison, <8 x i32> zeroinitializer
  %v112 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v111, <8 x float> %v106, <8 x float> %c104_0)
  %v113 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v111, <8 x float> %v108, <8 x float> %c104_1)
  %v114 = getelementptr inbounds i8, ptr %c104_12, i64 160
  %v115 = load float, ptr %v114, align 4
  %v116 = insertelement <8 x float> poison, float %v115, i64 0
  %v117 = shufflevector <8 x float> %v116, <8 x float> poison, <8 x i32> zeroinitializer
  %v118 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v117, <8 x float> %v106, <8 x float> %c104_2)
  %v119 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v117, <8 x float> %v108, <8 x float> %c104_3)
  %v120 = getelementptr inbounds i8, ptr %c104_12, i64 320
  %v121 = load float, ptr %v120, align 4
  %v122 = insertelement <8 x float> poison, float %v121, i64 0
  %v123 = shufflevector <8 x float> %v122, <8 x float> poison, <8 x i32> zeroinitializer
  %v124 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v123, <8 x float> %v106, <8 x float> %c104_4)
  %v125 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v123, <8 x float> %v108, <8 x float> %c104_5)
  %v126 = getelementptr inbounds i8, ptr %c104_12, i64 480
  %v127 = load float, ptr %v126, align 4
  %v128 = insertelement <8 x float> poison, float %v127, i64 0
  %v129 = shufflevector <8 x float> %v128, <8 x float> poison, <8 x i32> zeroinitializer
  %v130 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v129, <8 x float> %v106, <8 x float> %c104_6)
  %v131 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v129, <8 x float> %v108, <8 x float> %c104_7)
  %v132 = getelementptr inbounds i8, ptr %c104_12, i64 640
  %v133 = load float, ptr %v132, align 4
  %v134 = insertelement <8 x float> poison, float %v133, i64 0
  %v135 = shufflevector <8 x float> %v134, <8 x float> poison, <8 x i32> zeroinitializer
  %v136 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v135, <8 x float> %v106, <8 x float> %c104_8)
  %v137 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v135, <8 x float> %v108, <8 x float> %c104_9)
  %v138 = getelementptr inbounds i8, ptr %c104_12, i64 800
  %v139 = load float, ptr %v138, align 4
  %v140 = insertelement <8 x float> poison, float %v139, i64 0
  %v141 = shufflevector <8 x float> %v140, <8 x float> poison, <8 x i32> zeroinitializer
  %v142 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v141, <8 x float> %v106, <8 x float> %c104_10)
  %v143 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v141, <8 x float> %v108, <8 x float> %c104_11)
  %v144 = getelementptr inbounds i8, ptr %c104_12, i64 4
  %v145 = getelementptr inbounds i8, ptr %c104_13, i64 64
  %v146 = add nsw i64 %i104, 1
  br label %b101
b103:
  %v149 = icmp ne i64 %add, 0
  br i1 %v149, label %b147, label %b148
b147:
  %v150 = load <8 x float>, ptr %d, align 4
  %v151 = fadd <8 x float> %v150, %c104_0
  store <8 x float> %v151, ptr %d, align 4
  %v152 = getelementptr inbounds i8, ptr %d, i64 32
  %v153 = load <8 x float>, ptr %v152, align 4
  %v154 = fadd <8 x float> %v153, %c104_1
  store <8 x float> %v154, ptr %v152, align 4
  %v155 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v156 = load <8 x float>, ptr %v155, align 4
  %v157 = fadd <8 x float> %v156, %c104_2
  store <8 x float> %v157, ptr %v155, align 4
  %v158 = getelementptr inbounds i8, ptr %v155, i64 32
  %v159 = load <8 x float>, ptr %v158, align 4
  %v160 = fadd <8 x float> %v159, %c104_3
  store <8 x float> %v160, ptr %v158, align 4
  %v161 = getelementptr inbounds i8, ptr %v155, i64 %dm
  %v162 = load <8 x float>, ptr %v161, align 4
  %v163 = fadd <8 x float> %v162, %c104_4
  store <8 x float> %v163, ptr %v161, align 4
  %v164 = getelementptr inbounds i8, ptr %v161, i64 32
  %v165 = load <8 x float>, ptr %v164, align 4
  %v166 = fadd <8 x float> %v165, %c104_5
  store <8 x float> %v166, ptr %v164, align 4
  %v167 = getelementptr inbounds i8, ptr %v161, i64 %dm
  %v168 = load <8 x float>, ptr %v167, align 4
  %v169 = fadd <8 x float> %v168, %c104_6
  store <8 x float> %v169, ptr %v167, align 4
  %v170 = getelementptr inbounds i8, ptr %v167, i64 32
  %v171 = load <8 x float>, ptr %v170, align 4
  %v172 = fadd <8 x float> %v171, %c104_7
  store <8 x float> %v172, ptr %v170, align 4
  %v173 = getelementptr inbounds i8, ptr %v167, i64 %dm
  %v174 = load <8 x float>, ptr %v173, align 4
  %v175 = fadd <8 x float> %v174, %c104_8
  store <8 x float> %v175, ptr %v173, align 4
  %v176 = getelementptr inbounds i8, ptr %v173, i64 32
  %v177 = load <8 x float>, ptr %v176, align 4
  %v178 = fadd <8 x float> %v177, %c104_9
  store <8 x float> %v178, ptr %v176, align 4
  %v179 = getelementptr inbounds i8, ptr %v173, i64 %dm
  %v180 = load <8 x float>, ptr %v179, align 4
  %v181 = fadd <8 x float> %v180, %c104_10
  store <8 x float> %v181, ptr %v179, align 4
  %v182 = getelementptr inbounds i8, ptr %v179, i64 32
  %v183 = load <8 x float>, ptr %v182, align 4
  %v184 = fadd <8 x float> %v183, %c104_11
  store <8 x float> %v184, ptr %v182, align 4
  %v185 = getelementptr inbounds i8, ptr %v179, i64 %dm
  ret void
b148:
  store <8 x float> %c104_0, ptr %d, align 4
  %v186 = getelementptr inbounds i8, ptr %d, i64 32
  store <8 x float> %c104_1, ptr %v186, align 4
  %v187 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %c104_2, ptr %v187, align 4
  %v188 = getelementptr inbounds i8, ptr %v187, i64 32
  store <8 x float> %c104_3, ptr %v188, align 4
  %v189 = getelementptr inbounds i8, ptr %v187, i64 %dm
  store <8 x float> %c104_4, ptr %v189, align 4
  %v190 = getelementptr inbounds i8, ptr %v189, i64 32
  store <8 x float> %c104_5, ptr %v190, align 4
  %v191 = getelementptr inbounds i8, ptr %v189, i64 %dm
  store <8 x float> %c104_6, ptr %v191, align 4
  %v192 = getelementptr inbounds i8, ptr %v191, i64 32
  store <8 x float> %c104_7, ptr %v192, align 4
  %v193 = getelementptr inbounds i8, ptr %v191, i64 %dm
  store <8 x float> %c104_8, ptr %v193, align 4
  %v194 = getelementptr inbounds i8, ptr %v193, i64 32
  store <8 x float> %c104_9, ptr %v194, align 4
  %v195 = getelementptr inbounds i8, ptr %v193, i64 %dm
  store <8 x float> %c104_10, ptr %v195, align 4
  %v196 = getelementptr inbounds i8, ptr %v195, i64 32
  store <8 x float> %c104_11, ptr %v196, align 4
  %v197 = getelementptr inbounds i8, ptr %v195, i64 %dm
  ret void
}
define internal void @mm_float32_flush_4(i64 %rows, i64 %n, ptr %t, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = call i64 @llvm.smin.i64(i64 %n, i64 8)
  %v2 = call i64 @llvm.smax.i64(i64 %v1, i64 0)
  %v3 = trunc i64 %v2 to i32
  %v4 = insertelement <8 x i32> poison, i32 %v3, i64 0
  %v5 = shufflevector <8 x i32> %v4, <8 x i32> poison, <8 x i32> zeroinitializer
  %v6 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v5
  %v7 = call i64 @llvm.smin.i64(i64 %n, i64 16)
  %v8 = call i64 @llvm.smax.i64(i64 %v7, i64 0)
  %v9 = trunc i64 %v8 to i32
  %v10 = insertelement <8 x i32> poison, i32 %v9, i64 0
  %v11 = shufflevector <8 x i32> %v10, <8 x i32> poison, <8 x i32> zeroinitializer
  %v12 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v11
  %v13 = call i64 @llvm.smin.i64(i64 %n, i64 24)
  %v14 = call i64 @llvm.smax.i64(i64 %v13, i64 0)
  %v15 = trunc i64 %v14 to i32
  %v16 = insertelement <8 x i32> poison, i32 %v15, i64 0
  %v17 = shufflevector <8 x i32> %v16, <8 x i32> poison, <8 x i32> zeroinitializer
  %v18 = icmp slt <8 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>, %v17
  %v19 = call i64 @llvm.smin.i64(i64 %n, i64 32)
  %v20 = call i64 @llvm.smax.i64(i64 %v19, i64 0)
  %v21 = trunc i64 %v20 to i32
  %v22 = insertelement <8 x i32> poison, i32 %v21, i64 0
  %v23 = shufflevector <8 x i32> %v22, <8 x i32> poison, <8 x i32> zeroinitializer
  %v24 = icmp slt <8 x i32> <i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v23
  %v25 = icmp ne i64 %add, 0
  br label %b26
b26:
  %i29 = phi i64 [ 0, %start ], [ %v57, %b27 ]
  %v30 = icmp slt i64 %i29, %rows
  br i1 %v30, label %b27, label %b28
b27:
  %v31 = mul nsw i64 %i29, 128
  %v32 = getelementptr inbounds i8, ptr %t, i64 %v31
  %v33 = mul nsw i64 %i29, %dm
  %v34 = getelementptr inbounds i8, ptr %d, i64 %v33
  %v35 = load <8 x float>, ptr %v32, align 4
  %v36 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v34, i32 4, <8 x i1> %v6, <8 x float> zeroinitializer)
  %v37 = fadd <8 x float> %v36, %v35
  %v38 = select i1 %v25, <8 x float> %v37, <8 x float> %v35
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v38, ptr %v34, i32 4, <8 x i1> %v6)
  %v39 = getelementptr inbounds i8, ptr %v34, i64 32
  %v40 = getelementptr inbounds i8, ptr %v32, i64 32
  %v41 = load <8 x float>, ptr %v40, align 4
  %v42 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v39, i32 4, <8 x i1> %v12, <8 x float> zeroinitializer)
  %v43 = fadd <8 x float> %v42, %v41
  %v44 = select i1 %v25, <8 x float> %v43, <8 x float> %v41
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v44, ptr %v39, i32 4, <8 x i1> %v12)
  %v45 = getelementptr inbounds i8, ptr %v34, i64 64
  %v46 = getelementptr inbounds i8, ptr %v32, i64 64
  %v47 = load <8 x float>, ptr %v46, align 4
  %v48 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v45, i32 4, <8 x i1> %v18, <8 x float> zeroinitializer)
  %v49 = fadd <8 x float> %v48, %v47
  %v50 = select i1 %v25, <8 x float> %v49, <8 x float> %v47
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v50, ptr %v45, i32 4, <8 x i1> %v18)
  %v51 = getelementptr inbounds i8, ptr %v34, i64 96
  %v52 = getelementptr inbounds i8, ptr %v32, i64 96
  %v53 = load <8 x float>, ptr %v52, align 4
  %v54 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v51, i32 4, <8 x i1> %v24, <8 x float> zeroinitializer)
  %v55 = fadd <8 x float> %v54, %v53
  %v56 = select i1 %v25, <8 x float> %v55, <8 x float> %v53
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v56, ptr %v51, i32 4, <8 x i1> %v24)
  %v57 = add nsw i64 %i29, 1
  br label %b26
b28:
  ret void
}
define internal void @mm_float32_windows_tile_2_1_2_160_4(i64 %k, ptr %a, ptr %b, i64 %panel, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v1 = getelementptr inbounds i8, ptr %d, i64 32
  call void @llvm.prefetch.p0(ptr %v1, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %v2, i64 32
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v2, i64 %dm
  %v5 = udiv i64 %k, 2
  %v6 = mul nsw i64 %v5, 2
  br label %b7
b7:
  %i10 = phi i64 [ 0, %start ], [ %v44, %b8 ]
  %c10_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v34, %b8 ]
  %c10_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v35, %b8 ]
  %c10_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v40, %b8 ]
  %c10_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v41, %b8 ]
  %c10_4 = phi ptr [ %a, %start ], [ %v42, %b8 ]
  %c10_5 = phi ptr [ %b, %start ], [ %v43, %b8 ]
  %v11 = icmp slt i64 %i10, %v6
  br i1 %v11, label %b8, label %b9
b8:
  %v12 = load <8 x float>, ptr %c10_5, align 4
  %v13 = getelementptr inbounds i8, ptr %c10_5, i64 32
  %v14 = load <8 x float>, ptr %v13, align 4
  %v15 = load float, ptr %c10_4, align 4
  %v16 = insertelement <8 x float> poison, float %v15, i64 0
  %v17 = shufflevector <8 x float> %v16, <8 x float> poison, <8 x i32> zeroinitializer
  %v18 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v17, <8 x float> %v12, <8 x float> %c10_0)
  %v19 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v17, <8 x float> %v14, <8 x float> %c10_1)
  %v20 = getelementptr inbounds i8, ptr %c10_4, i64 160
  %v21 = load float, ptr %v20, align 4
  %v22 = insertelement <8 x float> poison, float %v21, i64 0
  %v23 = shufflevector <8 x float> %v22, <8 x float> poison, <8 x i32> zeroinitializer
  %v24 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v23, <8 x float> %v12, <8 x float> %c10_2)
  %v25 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v23, <8 x float> %v14, <8 x float> %c10_3)
  %v26 = getelementptr inbounds i8, ptr %c10_5, i64 64
  %v27 = load <8 x float>, ptr %v26, align 4
  %v28 = getelementptr inbounds i8, ptr %c10_5, i64 96
  %v29 = load <8 x float>, ptr %v28, align 4
  %v30 = getelementptr inbounds i8, ptr %c10_4, i64 4
  %v31 = load float, ptr %v30, align 4
  %v32 = insertelement <8 x float> poison, float %v31, i64 0
  %v33 = shufflevector <8 x float> %v32, <8 x float> poison, <8 x i32> zeroinitializer
  %v34 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v33, <8 x float> %v27, <8 x float> %v18)
  %v35 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v33, <8 x float> %v29, <8 x float> %v19)
  %v36 = getelementptr inbounds i8, ptr %c10_4, i64 164
  %v37 = load float, ptr %v36, align 4
  %v38 = insertelement <8 x float> poison, float %v37, i64 0
  %v39 = shufflevector <8 x float> %v38, <8 x float> poison, <8 x i32> zeroinitializer
  %v40 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v39, <8 x float> %v27, <8 x float> %v24)
  %v41 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v39, <8 x float> %v29, <8 x float> %v25)
  %v42 = getelementptr inbounds i8, ptr %c10_4, i64 8
  %v43 = getelementptr inbounds i8, ptr %c10_5, i64 128
  %v44 = add nsw i64 %i10, 2
  br label %b7
b9:
  br label %b45
b45:
  %i48 = phi i64 [ %v6, %b9 ], [ %v66, %b46 ]
  %c48_0 = phi <8 x float> [ %c10_0, %b9 ], [ %v56, %b46 ]
  %c48_1 = phi <8 x float> [ %c10_1, %b9 ], [ %v57, %b46 ]
  %c48_2 = phi <8 x float> [ %c10_2, %b9 ], [ %v62, %b46 ]
  %c48_3 = phi <8 x float> [ %c10_3, %b9 ], [ %v63, %b46 ]
  %c48_4 = phi ptr [ %c10_4, %b9 ], [ %v64, %b46 ]
  %c48_5 = phi ptr [ %c10_5, %b9 ], [ %v65, %b46 ]
  %v49 = icmp slt i64 %i48, %k
  br i1 %v49, label %b46, label %b47
b46:
  %v50 = load <8 x float>, ptr %c48_5, align 4
  %v51 = getelementptr inbounds i8, ptr %c48_5, i64 32
  %v52 = load <8 x float>, ptr %v51, align 4
  %v53 = load float, ptr %c48_4, align 4
  %v54 = insertelement <8 x float> poison, float %v53, i64 0
  %v55 = shufflevector <8 x float> %v54, <8 x float> poison, <8 x i32> zeroinitializer
  %v56 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v55, <8 x float> %v50, <8 x float> %c48_0)
  %v57 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v55, <8 x float> %v52, <8 x float> %c48_1)
  %v58 = getelementptr inbounds i8, ptr %c48_4, i64 160
  %v59 = load float, ptr %v58, align 4
  %v60 = insertelement <8 x float> poison, float %v59, i64 0
  %v61 = shufflevector <8 x float> %v60, <8 x float> poison, <8 x i32> zeroinitializer
  %v62 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v61, <8 x float> %v50, <8 x float> %c48_2)
  %v63 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v61, <8 x float> %v52, <8 x float> %c48_3)
  %v64 = getelementptr inbounds i8, ptr %c48_4, i64 4
  %v65 = getelementptr inbounds i8, ptr %c48_5, i64 64
  %v66 = add nsw i64 %i48, 1
  br label %b45
b47:
  %v69 = icmp ne i64 %add, 0
  br i1 %v69, label %b67, label %b68
b67:
  %v70 = load <8 x float>, ptr %d, align 4
  %v71 = fadd <8 x float> %v70, %c48_0
  store <8 x float> %v71, ptr %d, align 4
  %v72 = getelementptr inbounds i8, ptr %d, i64 32
  %v73 = load <8 x float>, ptr %v72, align 4
  %v74 = fadd <8 x float> %v73, %c48_1
  store <8 x float> %v74, ptr %v72, align 4
  %v75 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v76 = load <8 x float>, ptr %v75, align 4
  %v77 = fadd <8 x float> %v76, %c48_2
  store <8 x float> %v77, ptr %v75, align 4
  %v78 = getelementptr inbounds i8, ptr %v75, i64 32
  %v79 = load <8 x float>, ptr %v78, align 4
  %v80 = fadd <8 x float> %v79, %c48_3
  store <8 x float> %v80, ptr %v78, align 4
  %v81 = getelementptr inbounds i8, ptr %v75, i64 %dm
  ret void
b68:
  store <8 x float> %c48_0, ptr %d, align 4
  %v82 = getelementptr inbounds i8, ptr %d, i64 32
  store <8 x float> %c48_1, ptr %v82, align 4
  %v83 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %c48_2, ptr %v83, align 4
  %v84 = getelementptr inbounds i8, ptr %v83, i64 32
  store <8 x float> %c48_3, ptr %v84, align 4
  %v85 = getelementptr inbounds i8, ptr %v83, i64 %dm
  ret void
}
define internal void @mm_float32_winograd_result_160_16640_32000(i64 %tiles, i64 %columns, ptr %m, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  br label %b1
b1:
  %i4 = phi i64 [ 0, %start ], [ %v75, %b8 ]
  %c4_0 = phi ptr [ %m, %start ], [ %v73, %b8 ]
  %c4_1 = phi ptr [ %d, %start ], [ %v74, %b8 ]
  %v5 = icmp slt i64 %i4, %tiles
  br i1 %v5, label %b2, label %b3
b2:
  br label %b6
b6:
  %i9 = phi i64 [ 0, %b2 ], [ %v72, %b7 ]
  %v10 = icmp slt i64 %i9, %columns
  br i1 %v10, label %b7, label %b8
b7:
  %v11 = mul nsw i64 %i9, 4
  %v12 = getelementptr inbounds i8, ptr %c4_0, i64 %v11
  %v13 = getelementptr inbounds i8, ptr %c4_1, i64 %v11
  %v14 = load <8 x float>, ptr %v12, align 4
  %v15 = getelementptr inbounds i8, ptr %v12, i64 66560
  %v16 = load <8 x float>, ptr %v15, align 4
  %v17 = getelementptr inbounds i8, ptr %v12, i64 133120
  %v18 = load <8 x float>, ptr %v17, align 4
  %v19 = getelementptr inbounds i8, ptr %v12, i64 199680
  %v20 = load <8 x float>, ptr %v19, align 4
  %v21 = fadd <8 x float> %v16, %v18
  %v22 = fsub <8 x float> %v16, %v18
  %v23 = fadd <8 x float> %v14, %v21
  %v24 = fsub <8 x float> %v22, %v20
  %v25 = getelementptr inbounds i8, ptr %v12, i64 16640
  %v26 = load <8 x float>, ptr %v25, align 4
  %v27 = getelementptr inbounds i8, ptr %v12, i64 83200
  %v28 = load <8 x float>, ptr %v27, align 4
  %v29 = getelementptr inbounds i8, ptr %v12, i64 149760
  %v30 = load <8 x float>, ptr %v29, align 4
  %v31 = getelementptr inbounds i8, ptr %v12, i64 216320
  %v32 = load <8 x float>, ptr %v31, align 4
  %v33 = fadd <8 x float> %v28, %v30
  %v34 = fsub <8 x float> %v28, %v30
  %v35 = fadd <8 x float> %v26, %v33
  %v36 = fsub <8 x float> %v34, %v32
  %v37 = getelementptr inbounds i8, ptr %v12, i64 33280
  %v38 = load <8 x float>, ptr %v37, align 4
  %v39 = getelementptr inbounds i8, ptr %v12, i64 99840
  %v40 = load <8 x float>, ptr %v39, align 4
  %v41 = getelementptr inbounds i8, ptr %v12, i64 166400
  %v42 = load <8 x float>, ptr %v41, align 4
  %v43 = getelementptr inbounds i8, ptr %v12, i64 232960
  %v44 = load <8 x float>, ptr %v43, align 4
  %v45 = fadd <8 x float> %v40, %v42
  %v46 = fsub <8 x float> %v40, %v42
  %v47 = fadd <8 x float> %v38, %v45
  %v48 = fsub <8 x float> %v46, %v44
  %v49 = getelementptr inbounds i8, ptr %v12, i64 49920
  %v50 = load <8 x float>, ptr %v49, align 4
  %v51 = getelementptr inbounds i8, ptr %v12, i64 116480
  %v52 = load <8 x float>, ptr %v51, align 4
  %v53 = getelementptr inbounds i8, ptr %v12, i64 183040
  %v54 = load <8 x float>, ptr %v53, align 4
  %v55 = getelementptr inbounds i8, ptr %v12, i64 249600
  %v56 = load <8 x float>, ptr %v55, align 4
  %v57 = fadd <8 x float> %v52, %v54
  %v58 = fsub <8 x float> %v52, %v54
  %v59 = fadd <8 x float> %v50, %v57
  %v60 = fsub <8 x float> %v58, %v56
  %v61 = fadd <8 x float> %v35, %v47
  %v62 = fsub <8 x float> %v35, %v47
  %v63 = fadd <8 x float> %v23, %v61
  %v64 = fsub <8 x float> %v62, %v59
  store <8 x float> %v63, ptr %v13, align 4
  %v65 = getelementptr inbounds i8, ptr %v13, i64 160
  store <8 x float> %v64, ptr %v65, align 4
  %v66 = fadd <8 x float> %v36, %v48
  %v67 = fsub <8 x float> %v36, %v48
  %v68 = fadd <8 x float> %v24, %v66
  %v69 = fsub <8 x float> %v67, %v60
  %v70 = getelementptr inbounds i8, ptr %v13, i64 32000
  store <8 x float> %v68, ptr %v70, align 4
  %v71 = getelementptr inbounds i8, ptr %v13, i64 32160
  store <8 x float> %v69, ptr %v71, align 4
  %v72 = add nsw i64 %i9, 8
  br label %b6
b8:
  %v73 = getelementptr inbounds i8, ptr %c4_0, i64 160
  %v74 = getelementptr inbounds i8, ptr %c4_1, i64 320
  %v75 = add nsw i64 %i4, 1
  br label %b1
b3:
  ret void
}
