@words1 = internal unnamed_addr constant [4 x i32] [i32 2, i32 3, i32 4, i32 5], align 4
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare <16 x float> @llvm.masked.load.v16f32.p0(ptr, i32, <16 x i1>, <16 x float>)
declare void @llvm.masked.store.v16f32.p0(<16 x float>, ptr, i32, <16 x i1>)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare <16 x float> @llvm.fma.v16f32(<16 x float>, <16 x float>, <16 x float>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
entry:
  %v1 = alloca i64, i64 6, align 16
  %v2 = alloca i64, i64 9, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  %v4 = load i64, ptr %dims, align 8
  store i64 0, ptr %v3, align 8
  store i64 %v4, ptr %v2, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 2
  br label %b6
b6:
  %i9 = phi i64 [ 0, %start ], [ %v14, %b7 ]
  %v10 = icmp slt i64 %i9, 4
  br i1 %v10, label %b7, label %b8
b7:
  %v11 = getelementptr inbounds ptr, ptr %bufs, i64 %i9
  %v12 = load ptr, ptr %v11, align 8
  %v13 = getelementptr inbounds ptr, ptr %v5, i64 %i9
  store ptr %v12, ptr %v13, align 8
  %v14 = add nsw i64 %i9, 1
  br label %b6
b8:
  %v15 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %ctx, ptr %v15, align 8
  %v16 = getelementptr inbounds i64, ptr %v2, i64 2
  call void @copy_words(ptr %v16, ptr %v1, ptr @words1, i64 4)
  %v17 = load i64, ptr %v3, align 8
  %v18 = icmp eq i64 %v17, 0
  br i1 %v18, label %b19, label %b20
b19:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686022722355200)
  br label %b20
b20:
  %v21 = load i64, ptr %v3, align 8
  %v22 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v23 = load i64, ptr %v22, align 8
  %v24 = icmp eq i64 %v21, 0
  %v25 = select i1 %v24, i64 %v23, i64 %v21
  ret i64 %v25
}
define internal void @copy_words(ptr %to, ptr %from, ptr %table, i64 %n) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
entry:
  br label %start
start:
  br label %b1
b1:
  %i4 = phi i64 [ 0, %start ], [ %v12, %b2 ]
  %v5 = icmp slt i64 %i4, %n
  br i1 %v5, label %b2, label %b3
b2:
  %v6 = getelementptr inbounds i32, ptr %table, i64 %i4
  %v7 = load i32, ptr %v6, align 4
  %v8 = zext i32 %v7 to i64
  %v9 = getelementptr inbounds i64, ptr %from, i64 %v8
  %v10 = load i64, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %to, i64 %i4
  store i64 %v10, ptr %v11, align 8
  %v12 = add nsw i64 %i4, 1
  br label %b1
b3:
  ret void
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
entry:
  %v79 = alloca ptr, i64 1, align 8
  %v80 = alloca i8, i64 1024, align 64
  %v93 = alloca ptr, i64 1, align 8
  %v94 = alloca i8, i64 1024, align 64
  br label %start
start:
  %v1 = load i64, ptr %handed, align 8
  %v2 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v3 = load i64, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %handed, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %handed, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %handed, i64 2
  %v9 = load ptr, ptr %v8, align 8
  %v10 = mul nsw i64 %v1, 32
  %v11 = mul nsw i64 %v10, 64
  %v12 = mul nsw i64 %v3, 2
  %v13 = udiv i64 %v11, 131072
  %v14 = call i64 @llvm.smin.i64(i64 %v12, i64 %v13)
  %v15 = call i64 @llvm.smax.i64(i64 1, i64 %v14)
  %v16 = add nsw i64 %v1, 11
  %v17 = udiv i64 %v16, 12
  %v18 = icmp sge i64 %v1, 256
  %v19 = icmp sge i64 %v1, 32
  %v20 = and i1 %v18, %v19
  %v21 = mul nsw i64 %v1, 2
  %v22 = icmp sge i64 32, %v21
  %v23 = and i1 %v22, %v20
  %v24 = mul nsw i64 %v15, 8
  %v25 = icmp sge i64 1, %v24
  %v26 = and i1 %v23, %v25
  %v27 = xor i1 %v26, true
  %v28 = and i1 %v20, %v27
  %v29 = mul nsw i64 %v15, 16
  %v30 = icmp sge i64 %v17, %v29
  %v31 = and i1 %v28, %v30
  %v32 = or i1 %v31, %v26
  %v33 = icmp sgt i64 %v15, 1
  %v34 = and i1 %v32, %v33
  %v35 = mul nsw i64 %v15, 2
  %v36 = select i1 %v34, i64 %v35, i64 %v15
  %v37 = udiv i64 %v17, 4
  %v38 = select i1 %v28, i64 %v37, i64 1
  %v39 = call i64 @llvm.smin.i64(i64 %v36, i64 %v38)
  %v40 = call i64 @llvm.smax.i64(i64 1, i64 %v39)
  %v41 = udiv i64 %v17, 2
  %v42 = select i1 %v28, i64 0, i64 %v41
  %v43 = sub nsw i64 %v40, 1
  %v44 = add nsw i64 %v36, %v43
  %v45 = udiv i64 %v44, %v40
  %v46 = call i64 @llvm.smin.i64(i64 %v45, i64 %v42)
  %v47 = call i64 @llvm.smax.i64(i64 1, i64 %v46)
  %v48 = select i1 %v28, i64 %v40, i64 %v47
  %v49 = select i1 %v28, i64 %v47, i64 %v40
  %v50 = select i1 %v28, i64 %v48, i64 %v49
  %v51 = icmp sge i64 %v1, 256
  %v52 = mul nsw i64 %v1, 64
  %v53 = call i64 @llvm.smax.i64(i64 %v52, i64 2048)
  %v54 = icmp sle i64 %v53, 16777216
  %v55 = icmp eq i64 %v49, 1
  %v56 = icmp eq i64 %v48, 1
  %v57 = mul nsw i64 %v49, %v48
  %v58 = call i64 @llvm.smin.i64(i64 %v1, i64 32)
  %v59 = call i64 @llvm.smin.i64(i64 %v58, i64 1)
  %v60 = mul nsw i64 %v57, %v59
  %v61 = add nsw i64 %v1, 11
  %v62 = udiv i64 %v61, 12
  %v63 = udiv i64 %v62, %v48
  %v64 = mul nsw i64 %v63, %v48
  %v65 = sub nsw i64 %v62, %v64
  %v66 = udiv i64 1, %v49
  %v67 = mul nsw i64 %v66, %v49
  %v68 = sub nsw i64 1, %v67
  %v69 = call i64 @llvm.smax.i64(i64 %v15, i64 %v36)
  %v70 = call i64 @llvm.smin.i64(i64 %v60, i64 %v69)
  %v71 = add nsw i64 %v1, 8
  %v72 = udiv i64 %v71, 9
  %v73 = mul nsw i64 %v72, 36
  %v74 = mul nsw i64 %v73, 64
  %v75 = add nsw i64 %v72, 27
  %v76 = udiv i64 %v75, 28
  %v77 = add nsw i64 %v74, 64
  %v78 = mul nsw i64 %v3, 2
  store ptr %v80, ptr %v79, align 8
  %v81 = icmp sgt i64 0, 1024
  br i1 %v81, label %b82, label %b83
b82:
  %v84 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v85 = load ptr, ptr %v84, align 8
  %v86 = call ptr %v85(i64 0)
  store ptr %v86, ptr %v79, align 8
  %v87 = icmp eq ptr %v86, null
  br i1 %v87, label %b88, label %b89
b88:
  store i64 2, ptr %status, align 8
  %v90 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 0, ptr %v90, align 8
  br label %b89
b89:
  br label %b83
b83:
  %v91 = load ptr, ptr %v79, align 8
  %v92 = getelementptr inbounds i64, ptr %handed, i64 7
  store ptr %v91, ptr %v92, align 8
  store ptr %v94, ptr %v93, align 8
  %v95 = icmp sgt i64 0, 1024
  br i1 %v95, label %b96, label %b97
b96:
  %v98 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v99 = load ptr, ptr %v98, align 8
  %v100 = call ptr %v99(i64 0)
  store ptr %v100, ptr %v93, align 8
  %v101 = icmp eq ptr %v100, null
  br i1 %v101, label %b102, label %b103
b102:
  store i64 2, ptr %status, align 8
  %v104 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 0, ptr %v104, align 8
  br label %b103
b103:
  br label %b97
b97:
  %v105 = load ptr, ptr %v93, align 8
  %v106 = getelementptr inbounds i64, ptr %handed, i64 8
  store ptr %v105, ptr %v106, align 8
  %v107 = load i64, ptr %status, align 8
  %v108 = icmp eq i64 %v107, 0
  br i1 %v108, label %b109, label %b110
b109:
  %v111 = or i64 %what, 1
  %v112 = call i64 @run_tasks(ptr %ctx, ptr @group0_1_matmul, ptr %handed, i64 %v70, i64 %v111)
  store i64 %v112, ptr %status, align 8
  br label %b110
b110:
  br i1 %v95, label %b113, label %b114
b113:
  %v115 = icmp ne ptr %v105, null
  br i1 %v115, label %b116, label %b117
b116:
  %v118 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v119 = load ptr, ptr %v118, align 8
  call void %v119(ptr %v105, i64 0)
  br label %b117
b117:
  br label %b114
b114:
  br i1 %v81, label %b120, label %b121
b120:
  %v122 = icmp ne ptr %v91, null
  br i1 %v122, label %b123, label %b124
b123:
  %v125 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v126 = load ptr, ptr %v125, align 8
  call void %v126(ptr %v91, i64 0)
  br label %b124
b124:
  br label %b121
b121:
  ret void
}
define internal void @group0_1_matmul(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
entry:
  %v95 = alloca i8, i64 8192, align 64
  %v96 = alloca i8, i64 229376, align 64
  %v98 = alloca i8, i64 548864, align 64
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 2
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 3
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 4
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 5
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 1
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %v11, i64 3
  %v13 = load i64, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %frame, i64 8
  %v17 = load ptr, ptr %v16, align 8
  %v18 = mul nsw i64 %v1, 32
  %v19 = mul nsw i64 %v18, 64
  %v20 = mul nsw i64 %v13, 2
  %v21 = udiv i64 %v19, 131072
  %v22 = call i64 @llvm.smin.i64(i64 %v20, i64 %v21)
  %v23 = call i64 @llvm.smax.i64(i64 1, i64 %v22)
  %v24 = add nsw i64 %v1, 11
  %v25 = udiv i64 %v24, 12
  %v26 = icmp sge i64 %v1, 256
  %v27 = icmp sge i64 %v1, 32
  %v28 = and i1 %v26, %v27
  %v29 = mul nsw i64 %v1, 2
  %v30 = icmp sge i64 32, %v29
  %v31 = and i1 %v30, %v28
  %v32 = mul nsw i64 %v23, 8
  %v33 = icmp sge i64 1, %v32
  %v34 = and i1 %v31, %v33
  %v35 = xor i1 %v34, true
  %v36 = and i1 %v28, %v35
  %v37 = mul nsw i64 %v23, 16
  %v38 = icmp sge i64 %v25, %v37
  %v39 = and i1 %v36, %v38
  %v40 = or i1 %v39, %v34
  %v41 = icmp sgt i64 %v23, 1
  %v42 = and i1 %v40, %v41
  %v43 = mul nsw i64 %v23, 2
  %v44 = select i1 %v42, i64 %v43, i64 %v23
  %v45 = udiv i64 %v25, 4
  %v46 = select i1 %v36, i64 %v45, i64 1
  %v47 = call i64 @llvm.smin.i64(i64 %v44, i64 %v46)
  %v48 = call i64 @llvm.smax.i64(i64 1, i64 %v47)
  %v49 = udiv i64 %v25, 2
  %v50 = select i1 %v36, i64 0, i64 %v49
  %v51 = sub nsw i64 %v48, 1
  %v52 = add nsw i64 %v44, %v51
  %v53 = udiv i64 %v52, %v48
  %v54 = call i64 @llvm.smin.i64(i64 %v53, i64 %v50)
  %v55 = call i64 @llvm.smax.i64(i64 1, i64 %v54)
  %v56 = select i1 %v36, i64 %v48, i64 %v55
  %v57 = select i1 %v36, i64 %v55, i64 %v48
  %v58 = select i1 %v36, i64 %v56, i64 %v57
  %v59 = icmp sge i64 %v1, 256
  %v60 = mul nsw i64 %v1, 64
  %v61 = call i64 @llvm.smax.i64(i64 %v60, i64 2048)
  %v62 = icmp sle i64 %v61, 16777216
  %v63 = icmp eq i64 %v57, 1
  %v64 = icmp eq i64 %v56, 1
  %v65 = mul nsw i64 %v57, %v56
  %v66 = call i64 @llvm.smin.i64(i64 %v1, i64 32)
  %v67 = call i64 @llvm.smin.i64(i64 %v66, i64 1)
  %v68 = mul nsw i64 %v65, %v67
  %v69 = add nsw i64 %v1, 11
  %v70 = udiv i64 %v69, 12
  %v71 = udiv i64 %v70, %v56
  %v72 = mul nsw i64 %v71, %v56
  %v73 = sub nsw i64 %v70, %v72
  %v74 = udiv i64 1, %v57
  %v75 = mul nsw i64 %v74, %v57
  %v76 = sub nsw i64 1, %v75
  %v77 = call i64 @llvm.smax.i64(i64 %v23, i64 %v44)
  %v78 = call i64 @llvm.smin.i64(i64 %v68, i64 %v77)
  %v79 = add nsw i64 %v1, 8
  %v80 = udiv i64 %v79, 9
  %v81 = mul nsw i64 %v80, 36
  %v82 = mul nsw i64 %v81, 64
  %v83 = add nsw i64 %v80, 27
  %v84 = udiv i64 %v83, 28
  %v85 = add nsw i64 %v82, 64
  %v86 = mul nsw i64 %v13, 2
  %v87 = icmp sle i64 %v1, 4
  %v88 = add nsw i64 %v1, 11
  %v89 = udiv i64 %v88, 12
  %v90 = call i64 @llvm.smax.i64(i64 1, i64 %v89)
  %v91 = mul nsw i64 %v90, 12
  %v92 = call i64 @llvm.smin.i64(i64 384, i64 %v91)
  %v93 = call i64 @llvm.smin.i64(i64 %v92, i64 27)
  %v94 = call i64 @llvm.smin.i64(i64 %v92, i64 90)
  %v97 = mul nsw i64 %v92, 192
  %v99 = mul nsw i64 %task, %v68
  %v100 = udiv i64 %v99, %v78
  %v101 = add nsw i64 %task, 1
  %v102 = mul nsw i64 %v101, %v68
  %v103 = udiv i64 %v102, %v78
  br label %b104
b104:
  %i107 = phi i64 [ %v100, %start ], [ %v199, %b136 ]
  %v108 = icmp slt i64 %i107, %v103
  br i1 %v108, label %b105, label %b106
b105:
  %v109 = udiv i64 %i107, %v65
  %v110 = urem i64 %i107, %v65
  %v111 = udiv i64 %v110, %v57
  %v112 = urem i64 %v110, %v57
  %v113 = mul nsw i64 %v111, %v71
  %v114 = call i64 @llvm.smin.i64(i64 %v111, i64 %v73)
  %v115 = add nsw i64 %v113, %v114
  %v116 = mul nsw i64 %v115, 12
  %v117 = icmp slt i64 %v111, %v73
  %v118 = zext i1 %v117 to i64
  %v119 = add nsw i64 %v71, %v118
  %v120 = mul nsw i64 %v119, 12
  %v121 = add nsw i64 %v116, %v120
  %v122 = call i64 @llvm.smin.i64(i64 %v1, i64 %v121)
  %v123 = mul nsw i64 %v112, %v74
  %v124 = call i64 @llvm.smin.i64(i64 %v112, i64 %v76)
  %v125 = add nsw i64 %v123, %v124
  %v126 = mul nsw i64 %v125, 32
  %v127 = icmp slt i64 %v112, %v76
  %v128 = zext i1 %v127 to i64
  %v129 = add nsw i64 %v74, %v128
  %v130 = mul nsw i64 %v129, 32
  %v131 = add nsw i64 %v126, %v130
  %v132 = call i64 @llvm.smin.i64(i64 32, i64 %v131)
  %v133 = sub nsw i64 %v132, %v126
  br label %b134
b134:
  %i137 = phi i64 [ 0, %b105 ], [ %v198, %b144 ]
  %v138 = icmp slt i64 %i137, %v133
  br i1 %v138, label %b135, label %b136
b135:
  %v139 = add nsw i64 %v126, %i137
  %v140 = sub nsw i64 %v133, %i137
  %v141 = call i64 @llvm.smin.i64(i64 32, i64 %v140)
  br label %b142
b142:
  %i145 = phi i64 [ %v116, %b135 ], [ %v197, %b166 ]
  %v146 = icmp slt i64 %i145, %v122
  br i1 %v146, label %b143, label %b144
b143:
  %v147 = add nsw i64 %i145, %v92
  %v148 = call i64 @llvm.smin.i64(i64 %v122, i64 %v147)
  %v149 = xor i1 %v87, true
  br i1 %v87, label %b150, label %b151
b150:
  %v152 = mul nsw i64 %i145, 256
  %v153 = getelementptr inbounds i8, ptr %v3, i64 %v152
  %v154 = mul nsw i64 %v139, 256
  %v155 = getelementptr inbounds i8, ptr %v5, i64 %v154
  %v156 = sub nsw i64 %v148, %i145
  call void @mm_float32_few_columns(i64 %v156, i64 %v141, i64 64, ptr %v153, i64 256, i64 4, ptr %v155, i64 256, ptr %v98, i64 192)
  br label %b151
b151:
  br i1 %v149, label %b157, label %b158
b157:
  %v159 = mul nsw i64 %i145, 256
  %v160 = getelementptr inbounds i8, ptr %v3, i64 %v159
  %v161 = mul nsw i64 %v139, 256
  %v162 = getelementptr inbounds i8, ptr %v5, i64 %v161
  %v163 = sub nsw i64 %v148, %i145
  call void @mm_float32_product_columns(i64 %v163, i64 %v141, i64 64, ptr %v160, i64 256, i64 4, ptr %v162, i64 4, i64 256, ptr %v95, i64 32, ptr %v98, i64 192, i64 1, ptr %v96)
  br label %b158
b158:
  br label %b164
b164:
  %i167 = phi i64 [ %i145, %b158 ], [ %v196, %b174 ]
  %v168 = icmp slt i64 %i167, %v148
  br i1 %v168, label %b165, label %b166
b165:
  %v169 = sub nsw i64 %i167, %i145
  %v170 = mul nsw i64 %v169, 192
  %v171 = getelementptr inbounds i8, ptr %v98, i64 %v170
  br label %b172
b172:
  %i175 = phi i64 [ 0, %b165 ], [ %v195, %b173 ]
  %v176 = icmp slt i64 %i175, %v141
  br i1 %v176, label %b173, label %b174
b173:
  %v177 = mul nsw i64 %i175, 4
  %v178 = getelementptr inbounds i8, ptr %v171, i64 %v177
  %v179 = load <16 x float>, ptr %v178, align 4
  %v180 = add nsw i64 %v139, %i175
  %v181 = add nsw i64 %i167, 1
  %v182 = mul nsw i64 %v181, 32
  %v183 = add nsw i64 %v182, %v180
  %v184 = getelementptr inbounds float, ptr %v9, i64 %v183
  call void @llvm.prefetch.p0(ptr %v184, i32 0, i32 3, i32 1)
  %v185 = getelementptr inbounds float, ptr %v7, i64 %v180
  %v186 = load <16 x float>, ptr %v185, align 4
  %v187 = fadd <16 x float> %v179, %v186
  %v188 = fcmp ogt <16 x float> %v187, splat (float 0x0000000000000000)
  %v189 = fcmp uno <16 x float> %v187, %v187
  %v190 = or <16 x i1> %v188, %v189
  %v191 = select <16 x i1> %v190, <16 x float> %v187, <16 x float> splat (float 0x0000000000000000)
  %v192 = mul nsw i64 %i167, 32
  %v193 = add nsw i64 %v192, %v180
  %v194 = getelementptr inbounds float, ptr %v9, i64 %v193
  store <16 x float> %v191, ptr %v194, align 4
  %v195 = add nsw i64 %i175, 16
  br label %b172
b174:
  %v196 = add nsw i64 %i167, 1
  br label %b164
b166:
  %v197 = add nsw i64 %i145, %v92
  br label %b142
b144:
  %v198 = add nsw i64 %i137, 32
  br label %b134
b136:
  %v199 = add nsw i64 %i107, 1
  br label %b104
b106:
  ret void
}
define internal void @mm_float32_few_columns(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bn, ptr %d, i64 %dm) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  %v1 = alloca float, i64 256, align 64
  %v2 = alloca float, i64 64, align 64
  %v3 = alloca float, i64 2112, align 64
  br label %start
start:
  %v4 = mul nsw i64 %bn, 3
  %v5 = mul nsw i64 %bn, 5
  %v6 = mul nsw i64 %bn, 7
  %v7 = mul nsw i64 %bn, 9
  %v8 = mul nsw i64 %bn, 11
  %v9 = mul nsw i64 %bn, 13
  %v10 = mul nsw i64 %bn, 15
  %v11 = sub nsw i64 %n, 1
  br label %b12
b12:
  %i15 = phi i64 [ 0, %start ], [ %v674, %b31 ]
  %v16 = icmp slt i64 %i15, %n
  br i1 %v16, label %b13, label %b14
b13:
  %v17 = mul nsw i64 %i15, %bn
  %v18 = getelementptr inbounds i8, ptr %b, i64 %v17
  %v19 = sub nsw i64 %n, %i15
  %v20 = icmp sge i64 %v19, 16
  %v21 = sub nsw i64 %n, %i15
  %v22 = call i64 @llvm.smin.i64(i64 %v21, i64 16)
  %v23 = call i64 @llvm.smax.i64(i64 %v22, i64 0)
  %v24 = trunc i64 %v23 to i32
  %v25 = insertelement <16 x i32> poison, i32 %v24, i64 0
  %v26 = shufflevector <16 x i32> %v25, <16 x i32> poison, <16 x i32> zeroinitializer
  %v27 = icmp slt <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v26
  %v28 = call i64 @llvm.smax.i64(i64 %k, i64 1)
  br label %b29
b29:
  %i32 = phi i64 [ 0, %b13 ], [ %v673, %b658 ]
  %v33 = icmp slt i64 %i32, %v28
  br i1 %v33, label %b30, label %b31
b30:
  %v34 = add nsw i64 %i32, 512
  %v35 = call i64 @llvm.smin.i64(i64 %k, i64 %v34)
  br label %b36
b36:
  %i39 = phi i64 [ 0, %b30 ], [ %v43, %b37 ]
  %v40 = icmp slt i64 %i39, %m
  br i1 %v40, label %b37, label %b38
b37:
  %v41 = mul nsw i64 %i39, 64
  %v42 = getelementptr inbounds i8, ptr %v2, i64 %v41
  store <16 x float> zeroinitializer, ptr %v42, align 4
  %v43 = add nsw i64 %i39, 1
  br label %b36
b38:
  %v44 = mul nsw i64 %i32, %ak
  %v45 = getelementptr inbounds i8, ptr %a, i64 %v44
  %v46 = sub nsw i64 %v35, %i32
  br label %b47
b47:
  %i50 = phi i64 [ 0, %b38 ], [ %v73, %b60 ]
  %v51 = icmp slt i64 %i50, %m
  br i1 %v51, label %b48, label %b49
b48:
  %v52 = icmp slt i64 %i50, %m
  %v53 = mul nsw i64 %i50, %am
  %v54 = select i1 %v52, i64 %v53, i64 0
  %v55 = getelementptr inbounds i8, ptr %v45, i64 %v54
  %v56 = mul nsw i64 %i50, 2112
  %v57 = getelementptr inbounds i8, ptr %v3, i64 %v56
  %v61 = icmp eq i64 %ak, 4
  br i1 %v61, label %b58, label %b59
b58:
  call void @mm_float32_copy(i64 1, i64 %v46, ptr %v55, i64 0, ptr %v57, i64 0)
  br label %b60
b59:
  br label %b62
b62:
  %i65 = phi i64 [ 0, %b59 ], [ %v72, %b63 ]
  %v66 = icmp slt i64 %i65, %v46
  br i1 %v66, label %b63, label %b64
b63:
  %v67 = mul nsw i64 %i65, %ak
  %v68 = getelementptr inbounds i8, ptr %v55, i64 %v67
  %v69 = load float, ptr %v68, align 4
  %v70 = mul nsw i64 %i65, 4
  %v71 = getelementptr inbounds i8, ptr %v57, i64 %v70
  store float %v69, ptr %v71, align 4
  %v72 = add nsw i64 %i65, 1
  br label %b62
b64:
  br label %b60
b60:
  %v73 = add nsw i64 %i50, 1
  br label %b47
b49:
  %v74 = mul nsw i64 %i32, 4
  %v75 = getelementptr inbounds i8, ptr %v18, i64 %v74
  %v76 = udiv i64 %v46, 16
  %v77 = mul nsw i64 %v76, 16
  %v78 = select i1 %v20, i64 %v77, i64 0
  br label %b79
b79:
  %i82 = phi i64 [ 0, %b49 ], [ %v437, %b298 ]
  %v83 = icmp slt i64 %i82, %v78
  br i1 %v83, label %b80, label %b81
b80:
  %v84 = mul nsw i64 %i82, 4
  %v85 = getelementptr inbounds i8, ptr %v75, i64 %v84
  %v86 = call ptr asm "", "=r,0"(ptr %v85)
  %v87 = shl i64 %bn, 0
  %v88 = getelementptr inbounds i8, ptr %v86, i64 %v87
  %v89 = shl i64 %bn, 1
  %v90 = getelementptr inbounds i8, ptr %v86, i64 %v89
  %v91 = shl i64 %v4, 0
  %v92 = getelementptr inbounds i8, ptr %v86, i64 %v91
  %v93 = shl i64 %bn, 2
  %v94 = getelementptr inbounds i8, ptr %v86, i64 %v93
  %v95 = shl i64 %v5, 0
  %v96 = getelementptr inbounds i8, ptr %v86, i64 %v95
  %v97 = shl i64 %v4, 1
  %v98 = getelementptr inbounds i8, ptr %v86, i64 %v97
  %v99 = shl i64 %v6, 0
  %v100 = getelementptr inbounds i8, ptr %v86, i64 %v99
  %v101 = mul nsw i64 %bn, 8
  %v102 = getelementptr inbounds i8, ptr %v85, i64 %v101
  %v103 = call ptr asm "", "=r,0"(ptr %v102)
  %v104 = shl i64 %bn, 0
  %v105 = getelementptr inbounds i8, ptr %v103, i64 %v104
  %v106 = shl i64 %bn, 1
  %v107 = getelementptr inbounds i8, ptr %v103, i64 %v106
  %v108 = shl i64 %v4, 0
  %v109 = getelementptr inbounds i8, ptr %v103, i64 %v108
  %v110 = shl i64 %bn, 2
  %v111 = getelementptr inbounds i8, ptr %v103, i64 %v110
  %v112 = shl i64 %v5, 0
  %v113 = getelementptr inbounds i8, ptr %v103, i64 %v112
  %v114 = shl i64 %v4, 1
  %v115 = getelementptr inbounds i8, ptr %v103, i64 %v114
  %v116 = shl i64 %v6, 0
  %v117 = getelementptr inbounds i8, ptr %v103, i64 %v116
  %v118 = mul nsw i64 %i82, 4
  %v119 = getelementptr inbounds i8, ptr %v3, i64 %v118
  %v120 = load <16 x float>, ptr %v86, align 4
  %v121 = load <16 x float>, ptr %v88, align 4
  %v122 = load <16 x float>, ptr %v90, align 4
  %v123 = load <16 x float>, ptr %v92, align 4
  %v124 = load <16 x float>, ptr %v94, align 4
  %v125 = load <16 x float>, ptr %v96, align 4
  %v126 = load <16 x float>, ptr %v98, align 4
  %v127 = load <16 x float>, ptr %v100, align 4
  %v128 = load <16 x float>, ptr %v103, align 4
  %v129 = load <16 x float>, ptr %v105, align 4
  %v130 = load <16 x float>, ptr %v107, align 4
  %v131 = load <16 x float>, ptr %v109, align 4
  %v132 = load <16 x float>, ptr %v111, align 4
  %v133 = load <16 x float>, ptr %v113, align 4
  %v134 = load <16 x float>, ptr %v115, align 4
  %v135 = load <16 x float>, ptr %v117, align 4
  %v136 = getelementptr inbounds i8, ptr %v86, i64 1024
  call void @llvm.prefetch.p0(ptr %v136, i32 0, i32 2, i32 1)
  %v137 = getelementptr inbounds i8, ptr %v88, i64 1024
  call void @llvm.prefetch.p0(ptr %v137, i32 0, i32 2, i32 1)
  %v138 = getelementptr inbounds i8, ptr %v90, i64 1024
  call void @llvm.prefetch.p0(ptr %v138, i32 0, i32 2, i32 1)
  %v139 = getelementptr inbounds i8, ptr %v92, i64 1024
  call void @llvm.prefetch.p0(ptr %v139, i32 0, i32 2, i32 1)
  %v140 = getelementptr inbounds i8, ptr %v94, i64 1024
  call void @llvm.prefetch.p0(ptr %v140, i32 0, i32 2, i32 1)
  %v141 = getelementptr inbounds i8, ptr %v96, i64 1024
  call void @llvm.prefetch.p0(ptr %v141, i32 0, i32 2, i32 1)
  %v142 = getelementptr inbounds i8, ptr %v98, i64 1024
  call void @llvm.prefetch.p0(ptr %v142, i32 0, i32 2, i32 1)
  %v143 = getelementptr inbounds i8, ptr %v100, i64 1024
  call void @llvm.prefetch.p0(ptr %v143, i32 0, i32 2, i32 1)
  %v144 = getelementptr inbounds i8, ptr %v103, i64 1024
  call void @llvm.prefetch.p0(ptr %v144, i32 0, i32 2, i32 1)
  %v145 = getelementptr inbounds i8, ptr %v105, i64 1024
  call void @llvm.prefetch.p0(ptr %v145, i32 0, i32 2, i32 1)
  %v146 = getelementptr inbounds i8, ptr %v107, i64 1024
  call void @llvm.prefetch.p0(ptr %v146, i32 0, i32 2, i32 1)
  %v147 = getelementptr inbounds i8, ptr %v109, i64 1024
  call void @llvm.prefetch.p0(ptr %v147, i32 0, i32 2, i32 1)
  %v148 = getelementptr inbounds i8, ptr %v111, i64 1024
  call void @llvm.prefetch.p0(ptr %v148, i32 0, i32 2, i32 1)
  %v149 = getelementptr inbounds i8, ptr %v113, i64 1024
  call void @llvm.prefetch.p0(ptr %v149, i32 0, i32 2, i32 1)
  %v150 = getelementptr inbounds i8, ptr %v115, i64 1024
  call void @llvm.prefetch.p0(ptr %v150, i32 0, i32 2, i32 1)
  %v151 = getelementptr inbounds i8, ptr %v117, i64 1024
  call void @llvm.prefetch.p0(ptr %v151, i32 0, i32 2, i32 1)
  %v152 = shufflevector <16 x float> %v120, <16 x float> %v121, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v153 = shufflevector <16 x float> %v120, <16 x float> %v121, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v154 = shufflevector <16 x float> %v122, <16 x float> %v123, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v155 = shufflevector <16 x float> %v122, <16 x float> %v123, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v156 = shufflevector <16 x float> %v152, <16 x float> %v154, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v157 = shufflevector <16 x float> %v152, <16 x float> %v154, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v158 = shufflevector <16 x float> %v153, <16 x float> %v155, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v159 = shufflevector <16 x float> %v153, <16 x float> %v155, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v160 = shufflevector <16 x float> %v124, <16 x float> %v125, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v161 = shufflevector <16 x float> %v124, <16 x float> %v125, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v162 = shufflevector <16 x float> %v126, <16 x float> %v127, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v163 = shufflevector <16 x float> %v126, <16 x float> %v127, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v164 = shufflevector <16 x float> %v160, <16 x float> %v162, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v165 = shufflevector <16 x float> %v160, <16 x float> %v162, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v166 = shufflevector <16 x float> %v161, <16 x float> %v163, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v167 = shufflevector <16 x float> %v161, <16 x float> %v163, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v168 = shufflevector <16 x float> %v128, <16 x float> %v129, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v169 = shufflevector <16 x float> %v128, <16 x float> %v129, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v170 = shufflevector <16 x float> %v130, <16 x float> %v131, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v171 = shufflevector <16 x float> %v130, <16 x float> %v131, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v172 = shufflevector <16 x float> %v168, <16 x float> %v170, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v173 = shufflevector <16 x float> %v168, <16 x float> %v170, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v174 = shufflevector <16 x float> %v169, <16 x float> %v171, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v175 = shufflevector <16 x float> %v169, <16 x float> %v171, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v176 = shufflevector <16 x float> %v132, <16 x float> %v133, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v177 = shufflevector <16 x float> %v132, <16 x float> %v133, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v178 = shufflevector <16 x float> %v134, <16 x float> %v135, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v179 = shufflevector <16 x float> %v134, <16 x float> %v135, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v180 = shufflevector <16 x float> %v176, <16 x float> %v178, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v181 = shufflevector <16 x float> %v176, <16 x float> %v178, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v182 = shufflevector <16 x float> %v177, <16 x float> %v179, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v183 = shufflevector <16 x float> %v177, <16 x float> %v179, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v184 = shufflevector <16 x float> %v156, <16 x float> %v164, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v185 = shufflevector <16 x float> %v172, <16 x float> %v180, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v186 = shufflevector <16 x float> %v156, <16 x float> %v164, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v187 = shufflevector <16 x float> %v172, <16 x float> %v180, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v188 = shufflevector <16 x float> %v184, <16 x float> %v185, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v189 = shufflevector <16 x float> %v184, <16 x float> %v185, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v190 = shufflevector <16 x float> %v186, <16 x float> %v187, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v191 = shufflevector <16 x float> %v186, <16 x float> %v187, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v192 = shufflevector <16 x float> %v157, <16 x float> %v165, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v193 = shufflevector <16 x float> %v173, <16 x float> %v181, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v194 = shufflevector <16 x float> %v157, <16 x float> %v165, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v195 = shufflevector <16 x float> %v173, <16 x float> %v181, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v196 = shufflevector <16 x float> %v192, <16 x float> %v193, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v197 = shufflevector <16 x float> %v192, <16 x float> %v193, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v198 = shufflevector <16 x float> %v194, <16 x float> %v195, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v199 = shufflevector <16 x float> %v194, <16 x float> %v195, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v200 = shufflevector <16 x float> %v158, <16 x float> %v166, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v201 = shufflevector <16 x float> %v174, <16 x float> %v182, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v202 = shufflevector <16 x float> %v158, <16 x float> %v166, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v203 = shufflevector <16 x float> %v174, <16 x float> %v182, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v204 = shufflevector <16 x float> %v200, <16 x float> %v201, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v205 = shufflevector <16 x float> %v200, <16 x float> %v201, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v206 = shufflevector <16 x float> %v202, <16 x float> %v203, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v207 = shufflevector <16 x float> %v202, <16 x float> %v203, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v208 = shufflevector <16 x float> %v159, <16 x float> %v167, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v209 = shufflevector <16 x float> %v175, <16 x float> %v183, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v210 = shufflevector <16 x float> %v159, <16 x float> %v167, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v211 = shufflevector <16 x float> %v175, <16 x float> %v183, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v212 = shufflevector <16 x float> %v208, <16 x float> %v209, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v213 = shufflevector <16 x float> %v208, <16 x float> %v209, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v214 = shufflevector <16 x float> %v210, <16 x float> %v211, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v215 = shufflevector <16 x float> %v210, <16 x float> %v211, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v216 = icmp sgt i64 %m, 1
  %v217 = load <16 x float>, ptr %v2, align 4
  %v218 = load float, ptr %v119, align 4
  %v219 = insertelement <16 x float> poison, float %v218, i64 0
  %v220 = shufflevector <16 x float> %v219, <16 x float> poison, <16 x i32> zeroinitializer
  %v221 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v220, <16 x float> %v188, <16 x float> %v217)
  %v222 = getelementptr inbounds i8, ptr %v119, i64 4
  %v223 = load float, ptr %v222, align 4
  %v224 = insertelement <16 x float> poison, float %v223, i64 0
  %v225 = shufflevector <16 x float> %v224, <16 x float> poison, <16 x i32> zeroinitializer
  %v226 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v225, <16 x float> %v196, <16 x float> %v221)
  %v227 = getelementptr inbounds i8, ptr %v119, i64 8
  %v228 = load float, ptr %v227, align 4
  %v229 = insertelement <16 x float> poison, float %v228, i64 0
  %v230 = shufflevector <16 x float> %v229, <16 x float> poison, <16 x i32> zeroinitializer
  %v231 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v230, <16 x float> %v204, <16 x float> %v226)
  %v232 = getelementptr inbounds i8, ptr %v119, i64 12
  %v233 = load float, ptr %v232, align 4
  %v234 = insertelement <16 x float> poison, float %v233, i64 0
  %v235 = shufflevector <16 x float> %v234, <16 x float> poison, <16 x i32> zeroinitializer
  %v236 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v235, <16 x float> %v212, <16 x float> %v231)
  %v237 = getelementptr inbounds i8, ptr %v119, i64 16
  %v238 = load float, ptr %v237, align 4
  %v239 = insertelement <16 x float> poison, float %v238, i64 0
  %v240 = shufflevector <16 x float> %v239, <16 x float> poison, <16 x i32> zeroinitializer
  %v241 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v240, <16 x float> %v189, <16 x float> %v236)
  %v242 = getelementptr inbounds i8, ptr %v119, i64 20
  %v243 = load float, ptr %v242, align 4
  %v244 = insertelement <16 x float> poison, float %v243, i64 0
  %v245 = shufflevector <16 x float> %v244, <16 x float> poison, <16 x i32> zeroinitializer
  %v246 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v245, <16 x float> %v197, <16 x float> %v241)
  %v247 = getelementptr inbounds i8, ptr %v119, i64 24
  %v248 = load float, ptr %v247, align 4
  %v249 = insertelement <16 x float> poison, float %v248, i64 0
  %v250 = shufflevector <16 x float> %v249, <16 x float> poison, <16 x i32> zeroinitializer
  %v251 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v250, <16 x float> %v205, <16 x float> %v246)
  %v252 = getelementptr inbounds i8, ptr %v119, i64 28
  %v253 = load float, ptr %v252, align 4
  %v254 = insertelement <16 x float> poison, float %v253, i64 0
  %v255 = shufflevector <16 x float> %v254, <16 x float> poison, <16 x i32> zeroinitializer
  %v256 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v255, <16 x float> %v213, <16 x float> %v251)
  %v257 = getelementptr inbounds i8, ptr %v119, i64 32
  %v258 = load float, ptr %v257, align 4
  %v259 = insertelement <16 x float> poison, float %v258, i64 0
  %v260 = shufflevector <16 x float> %v259, <16 x float> poison, <16 x i32> zeroinitializer
  %v261 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v260, <16 x float> %v190, <16 x float> %v256)
  %v262 = getelementptr inbounds i8, ptr %v119, i64 36
  %v263 = load float, ptr %v262, align 4
  %v264 = insertelement <16 x float> poison, float %v263, i64 0
  %v265 = shufflevector <16 x float> %v264, <16 x float> poison, <16 x i32> zeroinitializer
  %v266 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v265, <16 x float> %v198, <16 x float> %v261)
  %v267 = getelementptr inbounds i8, ptr %v119, i64 40
  %v268 = load float, ptr %v267, align 4
  %v269 = insertelement <16 x float> poison, float %v268, i64 0
  %v270 = shufflevector <16 x float> %v269, <16 x float> poison, <16 x i32> zeroinitializer
  %v271 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v270, <16 x float> %v206, <16 x float> %v266)
  %v272 = getelementptr inbounds i8, ptr %v119, i64 44
  %v273 = load float, ptr %v272, align 4
  %v274 = insertelement <16 x float> poison, float %v273, i64 0
  %v275 = shufflevector <16 x float> %v274, <16 x float> poison, <16 x i32> zeroinitializer
  %v276 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v275, <16 x float> %v214, <16 x float> %v271)
  %v277 = getelementptr inbounds i8, ptr %v119, i64 48
  %v278 = load float, ptr %v277, align 4
  %v279 = insertelement <16 x float> poison, float %v278, i64 0
  %v280 = shufflevector <16 x float> %v279, <16 x float> poison, <16 x i32> zeroinitializer
  %v281 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v280, <16 x float> %v191, <16 x float> %v276)
  %v282 = getelementptr inbounds i8, ptr %v119, i64 52
  %v283 = load float, ptr %v282, align 4
  %v284 = insertelement <16 x float> poison, float %v283, i64 0
  %v285 = shufflevector <16 x float> %v284, <16 x float> poison, <16 x i32> zeroinitializer
  %v286 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v285, <16 x float> %v199, <16 x float> %v281)
  %v287 = getelementptr inbounds i8, ptr %v119, i64 56
  %v288 = load float, ptr %v287, align 4
  %v289 = insertelement <16 x float> poison, float %v288, i64 0
  %v290 = shufflevector <16 x float> %v289, <16 x float> poison, <16 x i32> zeroinitializer
  %v291 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v290, <16 x float> %v207, <16 x float> %v286)
  %v292 = getelementptr inbounds i8, ptr %v119, i64 60
  %v293 = load float, ptr %v292, align 4
  %v294 = insertelement <16 x float> poison, float %v293, i64 0
  %v295 = shufflevector <16 x float> %v294, <16 x float> poison, <16 x i32> zeroinitializer
  %v296 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v295, <16 x float> %v215, <16 x float> %v291)
  store <16 x float> %v296, ptr %v2, align 4
  br i1 %v216, label %b297, label %b298
b297:
  store <16 x float> %v188, ptr %v1, align 4
  %v299 = getelementptr inbounds i8, ptr %v1, i64 64
  store <16 x float> %v196, ptr %v299, align 4
  %v300 = getelementptr inbounds i8, ptr %v1, i64 128
  store <16 x float> %v204, ptr %v300, align 4
  %v301 = getelementptr inbounds i8, ptr %v1, i64 192
  store <16 x float> %v212, ptr %v301, align 4
  %v302 = getelementptr inbounds i8, ptr %v1, i64 256
  store <16 x float> %v189, ptr %v302, align 4
  %v303 = getelementptr inbounds i8, ptr %v1, i64 320
  store <16 x float> %v197, ptr %v303, align 4
  %v304 = getelementptr inbounds i8, ptr %v1, i64 384
  store <16 x float> %v205, ptr %v304, align 4
  %v305 = getelementptr inbounds i8, ptr %v1, i64 448
  store <16 x float> %v213, ptr %v305, align 4
  %v306 = getelementptr inbounds i8, ptr %v1, i64 512
  store <16 x float> %v190, ptr %v306, align 4
  %v307 = getelementptr inbounds i8, ptr %v1, i64 576
  store <16 x float> %v198, ptr %v307, align 4
  %v308 = getelementptr inbounds i8, ptr %v1, i64 640
  store <16 x float> %v206, ptr %v308, align 4
  %v309 = getelementptr inbounds i8, ptr %v1, i64 704
  store <16 x float> %v214, ptr %v309, align 4
  %v310 = getelementptr inbounds i8, ptr %v1, i64 768
  store <16 x float> %v191, ptr %v310, align 4
  %v311 = getelementptr inbounds i8, ptr %v1, i64 832
  store <16 x float> %v199, ptr %v311, align 4
  %v312 = getelementptr inbounds i8, ptr %v1, i64 896
  store <16 x float> %v207, ptr %v312, align 4
  %v313 = getelementptr inbounds i8, ptr %v1, i64 960
  store <16 x float> %v215, ptr %v313, align 4
  br label %b314
b314:
  %i317 = phi i64 [ 1, %b297 ], [ %v436, %b315 ]
  %v318 = icmp slt i64 %i317, %m
  br i1 %v318, label %b315, label %b316
b315:
  %v319 = mul nsw i64 %i317, 64
  %v320 = getelementptr inbounds i8, ptr %v2, i64 %v319
  %v321 = mul nsw i64 %i317, 2112
  %v322 = getelementptr inbounds i8, ptr %v119, i64 %v321
  %v323 = load <16 x float>, ptr %v320, align 4
  %v324 = load float, ptr %v322, align 4
  %v325 = insertelement <16 x float> poison, float %v324, i64 0
  %v326 = shufflevector <16 x float> %v325, <16 x float> poison, <16 x i32> zeroinitializer
  %v327 = load <16 x float>, ptr %v1, align 4
  %v328 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v326, <16 x float> %v327, <16 x float> %v323)
  %v329 = getelementptr inbounds i8, ptr %v322, i64 4
  %v330 = getelementptr inbounds i8, ptr %v1, i64 64
  %v331 = load float, ptr %v329, align 4
  %v332 = insertelement <16 x float> poison, float %v331, i64 0
  %v333 = shufflevector <16 x float> %v332, <16 x float> poison, <16 x i32> zeroinitializer
  %v334 = load <16 x float>, ptr %v330, align 4
  %v335 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v333, <16 x float> %v334, <16 x float> %v328)
  %v336 = getelementptr inbounds i8, ptr %v329, i64 4
  %v337 = getelementptr inbounds i8, ptr %v330, i64 64
  %v338 = load float, ptr %v336, align 4
  %v339 = insertelement <16 x float> poison, float %v338, i64 0
  %v340 = shufflevector <16 x float> %v339, <16 x float> poison, <16 x i32> zeroinitializer
  %v341 = load <16 x float>, ptr %v337, align 4
  %v342 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v340, <16 x float> %v341, <16 x float> %v335)
  %v343 = getelementptr inbounds i8, ptr %v336, i64 4
  %v344 = getelementptr inbounds i8, ptr %v337, i64 64
  %v345 = load float, ptr %v343, align 4
  %v346 = insertelement <16 x float> poison, float %v345, i64 0
  %v347 = shufflevector <16 x float> %v346, <16 x float> poison, <16 x i32> zeroinitializer
  %v348 = load <16 x float>, ptr %v344, align 4
  %v349 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v347, <16 x float> %v348, <16 x float> %v342)
  %v350 = getelementptr inbounds i8, ptr %v343, i64 4
  %v351 = getelementptr inbounds i8, ptr %v344, i64 64
  %v352 = load float, ptr %v350, align 4
  %v353 = insertelement <16 x float> poison, float %v352, i64 0
  %v354 = shufflevector <16 x float> %v353, <16 x float> poison, <16 x i32> zeroinitializer
  %v355 = load <16 x float>, ptr %v351, align 4
  %v356 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v354, <16 x float> %v355, <16 x float> %v349)
  %v357 = getelementptr inbounds i8, ptr %v350, i64 4
  %v358 = getelementptr inbounds i8, ptr %v351, i64 64
  %v359 = load float, ptr %v357, align 4
  %v360 = insertelement <16 x float> poison, float %v359, i64 0
  %v361 = shufflevector <16 x float> %v360, <16 x float> poison, <16 x i32> zeroinitializer
  %v362 = load <16 x float>, ptr %v358, align 4
  %v363 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v361, <16 x float> %v362, <16 x float> %v356)
  %v364 = getelementptr inbounds i8, ptr %v357, i64 4
  %v365 = getelementptr inbounds i8, ptr %v358, i64 64
  %v366 = load float, ptr %v364, align 4
  %v367 = insertelement <16 x float> poison, float %v366, i64 0
  %v368 = shufflevector <16 x float> %v367, <16 x float> poison, <16 x i32> zeroinitializer
  %v369 = load <16 x float>, ptr %v365, align 4
  %v370 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v368, <16 x float> %v369, <16 x float> %v363)
  %v371 = getelementptr inbounds i8, ptr %v364, i64 4
  %v372 = getelementptr inbounds i8, ptr %v365, i64 64
  %v373 = load float, ptr %v371, align 4
  %v374 = insertelement <16 x float> poison, float %v373, i64 0
  %v375 = shufflevector <16 x float> %v374, <16 x float> poison, <16 x i32> zeroinitializer
  %v376 = load <16 x float>, ptr %v372, align 4
  %v377 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v375, <16 x float> %v376, <16 x float> %v370)
  %v378 = getelementptr inbounds i8, ptr %v371, i64 4
  %v379 = getelementptr inbounds i8, ptr %v372, i64 64
  %v380 = load float, ptr %v378, align 4
  %v381 = insertelement <16 x float> poison, float %v380, i64 0
  %v382 = shufflevector <16 x float> %v381, <16 x float> poison, <16 x i32> zeroinitializer
  %v383 = load <16 x float>, ptr %v379, align 4
  %v384 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v382, <16 x float> %v383, <16 x float> %v377)
  %v385 = getelementptr inbounds i8, ptr %v378, i64 4
  %v386 = getelementptr inbounds i8, ptr %v379, i64 64
  %v387 = load float, ptr %v385, align 4
  %v388 = insertelement <16 x float> poison, float %v387, i64 0
  %v389 = shufflevector <16 x float> %v388, <16 x float> poison, <16 x i32> zeroinitializer
  %v390 = load <16 x float>, ptr %v386, align 4
  %v391 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v389, <16 x float> %v390, <16 x float> %v384)
  %v392 = getelementptr inbounds i8, ptr %v385, i64 4
  %v393 = getelementptr inbounds i8, ptr %v386, i64 64
  %v394 = load float, ptr %v392, align 4
  %v395 = insertelement <16 x float> poison, float %v394, i64 0
  %v396 = shufflevector <16 x float> %v395, <16 x float> poison, <16 x i32> zeroinitializer
  %v397 = load <16 x float>, ptr %v393, align 4
  %v398 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v396, <16 x float> %v397, <16 x float> %v391)
  %v399 = getelementptr inbounds i8, ptr %v392, i64 4
  %v400 = getelementptr inbounds i8, ptr %v393, i64 64
  %v401 = load float, ptr %v399, align 4
  %v402 = insertelement <16 x float> poison, float %v401, i64 0
  %v403 = shufflevector <16 x float> %v402, <16 x float> poison, <16 x i32> zeroinitializer
  %v404 = load <16 x float>, ptr %v400, align 4
  %v405 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v403, <16 x float> %v404, <16 x float> %v398)
  %v406 = getelementptr inbounds i8, ptr %v399, i64 4
  %v407 = getelementptr inbounds i8, ptr %v400, i64 64
  %v408 = load float, ptr %v406, align 4
  %v409 = insertelement <16 x float> poison, float %v408, i64 0
  %v410 = shufflevector <16 x float> %v409, <16 x float> poison, <16 x i32> zeroinitializer
  %v411 = load <16 x float>, ptr %v407, align 4
  %v412 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v410, <16 x float> %v411, <16 x float> %v405)
  %v413 = getelementptr inbounds i8, ptr %v406, i64 4
  %v414 = getelementptr inbounds i8, ptr %v407, i64 64
  %v415 = load float, ptr %v413, align 4
  %v416 = insertelement <16 x float> poison, float %v415, i64 0
  %v417 = shufflevector <16 x float> %v416, <16 x float> poison, <16 x i32> zeroinitializer
  %v418 = load <16 x float>, ptr %v414, align 4
  %v419 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v417, <16 x float> %v418, <16 x float> %v412)
  %v420 = getelementptr inbounds i8, ptr %v413, i64 4
  %v421 = getelementptr inbounds i8, ptr %v414, i64 64
  %v422 = load float, ptr %v420, align 4
  %v423 = insertelement <16 x float> poison, float %v422, i64 0
  %v424 = shufflevector <16 x float> %v423, <16 x float> poison, <16 x i32> zeroinitializer
  %v425 = load <16 x float>, ptr %v421, align 4
  %v426 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v424, <16 x float> %v425, <16 x float> %v419)
  %v427 = getelementptr inbounds i8, ptr %v420, i64 4
  %v428 = getelementptr inbounds i8, ptr %v421, i64 64
  %v429 = load float, ptr %v427, align 4
  %v430 = insertelement <16 x float> poison, float %v429, i64 0
  %v431 = shufflevector <16 x float> %v430, <16 x float> poison, <16 x i32> zeroinitializer
  %v432 = load <16 x float>, ptr %v428, align 4
  %v433 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v431, <16 x float> %v432, <16 x float> %v426)
  %v434 = getelementptr inbounds i8, ptr %v427, i64 4
  %v435 = getelementptr inbounds i8, ptr %v428, i64 64
  store <16 x float> %v433, ptr %v320, align 4
  %v436 = add nsw i64 %i317, 1
  br label %b314
b316:
  br label %b298
b298:
  %v437 = add nsw i64 %i82, 16
  br label %b79
b81:
  %v438 = select i1 %v20, i64 %v77, i64 0
  br label %b439
b439:
  %i442 = phi i64 [ %v438, %b81 ], [ %v655, %b633 ]
  %v443 = icmp slt i64 %i442, %v46
  br i1 %v443, label %b440, label %b441
b440:
  %v444 = add nsw i64 %i32, %i442
  %v445 = mul nsw i64 %v444, 4
  %v446 = call i64 @llvm.smin.i64(i64 %i15, i64 %v11)
  %v447 = mul nsw i64 %v446, %bn
  %v448 = getelementptr inbounds i8, ptr %b, i64 %v447
  %v449 = add nsw i64 %i15, 1
  %v450 = call i64 @llvm.smin.i64(i64 %v449, i64 %v11)
  %v451 = mul nsw i64 %v450, %bn
  %v452 = getelementptr inbounds i8, ptr %b, i64 %v451
  %v453 = add nsw i64 %i15, 2
  %v454 = call i64 @llvm.smin.i64(i64 %v453, i64 %v11)
  %v455 = mul nsw i64 %v454, %bn
  %v456 = getelementptr inbounds i8, ptr %b, i64 %v455
  %v457 = add nsw i64 %i15, 3
  %v458 = call i64 @llvm.smin.i64(i64 %v457, i64 %v11)
  %v459 = mul nsw i64 %v458, %bn
  %v460 = getelementptr inbounds i8, ptr %b, i64 %v459
  %v461 = add nsw i64 %i15, 4
  %v462 = call i64 @llvm.smin.i64(i64 %v461, i64 %v11)
  %v463 = mul nsw i64 %v462, %bn
  %v464 = getelementptr inbounds i8, ptr %b, i64 %v463
  %v465 = add nsw i64 %i15, 5
  %v466 = call i64 @llvm.smin.i64(i64 %v465, i64 %v11)
  %v467 = mul nsw i64 %v466, %bn
  %v468 = getelementptr inbounds i8, ptr %b, i64 %v467
  %v469 = add nsw i64 %i15, 6
  %v470 = call i64 @llvm.smin.i64(i64 %v469, i64 %v11)
  %v471 = mul nsw i64 %v470, %bn
  %v472 = getelementptr inbounds i8, ptr %b, i64 %v471
  %v473 = add nsw i64 %i15, 7
  %v474 = call i64 @llvm.smin.i64(i64 %v473, i64 %v11)
  %v475 = mul nsw i64 %v474, %bn
  %v476 = getelementptr inbounds i8, ptr %b, i64 %v475
  %v477 = add nsw i64 %i15, 8
  %v478 = call i64 @llvm.smin.i64(i64 %v477, i64 %v11)
  %v479 = mul nsw i64 %v478, %bn
  %v480 = getelementptr inbounds i8, ptr %b, i64 %v479
  %v481 = add nsw i64 %i15, 9
  %v482 = call i64 @llvm.smin.i64(i64 %v481, i64 %v11)
  %v483 = mul nsw i64 %v482, %bn
  %v484 = getelementptr inbounds i8, ptr %b, i64 %v483
  %v485 = add nsw i64 %i15, 10
  %v486 = call i64 @llvm.smin.i64(i64 %v485, i64 %v11)
  %v487 = mul nsw i64 %v486, %bn
  %v488 = getelementptr inbounds i8, ptr %b, i64 %v487
  %v489 = add nsw i64 %i15, 11
  %v490 = call i64 @llvm.smin.i64(i64 %v489, i64 %v11)
  %v491 = mul nsw i64 %v490, %bn
  %v492 = getelementptr inbounds i8, ptr %b, i64 %v491
  %v493 = add nsw i64 %i15, 12
  %v494 = call i64 @llvm.smin.i64(i64 %v493, i64 %v11)
  %v495 = mul nsw i64 %v494, %bn
  %v496 = getelementptr inbounds i8, ptr %b, i64 %v495
  %v497 = add nsw i64 %i15, 13
  %v498 = call i64 @llvm.smin.i64(i64 %v497, i64 %v11)
  %v499 = mul nsw i64 %v498, %bn
  %v500 = getelementptr inbounds i8, ptr %b, i64 %v499
  %v501 = add nsw i64 %i15, 14
  %v502 = call i64 @llvm.smin.i64(i64 %v501, i64 %v11)
  %v503 = mul nsw i64 %v502, %bn
  %v504 = getelementptr inbounds i8, ptr %b, i64 %v503
  %v505 = add nsw i64 %i15, 15
  %v506 = call i64 @llvm.smin.i64(i64 %v505, i64 %v11)
  %v507 = mul nsw i64 %v506, %bn
  %v508 = getelementptr inbounds i8, ptr %b, i64 %v507
  %v509 = getelementptr inbounds i8, ptr %v448, i64 %v445
  %v510 = getelementptr inbounds i8, ptr %v452, i64 %v445
  %v511 = getelementptr inbounds i8, ptr %v456, i64 %v445
  %v512 = getelementptr inbounds i8, ptr %v460, i64 %v445
  %v513 = getelementptr inbounds i8, ptr %v464, i64 %v445
  %v514 = getelementptr inbounds i8, ptr %v468, i64 %v445
  %v515 = getelementptr inbounds i8, ptr %v472, i64 %v445
  %v516 = getelementptr inbounds i8, ptr %v476, i64 %v445
  %v517 = getelementptr inbounds i8, ptr %v480, i64 %v445
  %v518 = getelementptr inbounds i8, ptr %v484, i64 %v445
  %v519 = getelementptr inbounds i8, ptr %v488, i64 %v445
  %v520 = getelementptr inbounds i8, ptr %v492, i64 %v445
  %v521 = getelementptr inbounds i8, ptr %v496, i64 %v445
  %v522 = getelementptr inbounds i8, ptr %v500, i64 %v445
  %v523 = getelementptr inbounds i8, ptr %v504, i64 %v445
  %v524 = getelementptr inbounds i8, ptr %v508, i64 %v445
  %v525 = sub nsw i64 %v46, %i442
  %v526 = call i64 @llvm.smin.i64(i64 16, i64 %v525)
  %v527 = mul nsw i64 %i442, 4
  %v528 = getelementptr inbounds i8, ptr %v3, i64 %v527
  %v529 = call i64 @llvm.smin.i64(i64 %v526, i64 16)
  %v530 = call i64 @llvm.smax.i64(i64 %v529, i64 0)
  %v531 = trunc i64 %v530 to i32
  %v532 = insertelement <16 x i32> poison, i32 %v531, i64 0
  %v533 = shufflevector <16 x i32> %v532, <16 x i32> poison, <16 x i32> zeroinitializer
  %v534 = icmp slt <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v533
  %v535 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v509, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v536 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v510, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v537 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v511, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v538 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v512, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v539 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v513, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v540 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v514, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v541 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v515, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v542 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v516, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v543 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v517, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v544 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v518, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v545 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v519, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v546 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v520, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v547 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v521, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v548 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v522, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v549 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v523, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v550 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v524, i32 4, <16 x i1> %v534, <16 x float> zeroinitializer)
  %v551 = shufflevector <16 x float> %v535, <16 x float> %v536, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v552 = shufflevector <16 x float> %v535, <16 x float> %v536, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v553 = shufflevector <16 x float> %v537, <16 x float> %v538, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v554 = shufflevector <16 x float> %v537, <16 x float> %v538, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v555 = shufflevector <16 x float> %v551, <16 x float> %v553, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v556 = shufflevector <16 x float> %v551, <16 x float> %v553, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v557 = shufflevector <16 x float> %v552, <16 x float> %v554, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v558 = shufflevector <16 x float> %v552, <16 x float> %v554, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v559 = shufflevector <16 x float> %v539, <16 x float> %v540, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v560 = shufflevector <16 x float> %v539, <16 x float> %v540, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v561 = shufflevector <16 x float> %v541, <16 x float> %v542, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v562 = shufflevector <16 x float> %v541, <16 x float> %v542, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v563 = shufflevector <16 x float> %v559, <16 x float> %v561, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v564 = shufflevector <16 x float> %v559, <16 x float> %v561, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v565 = shufflevector <16 x float> %v560, <16 x float> %v562, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v566 = shufflevector <16 x float> %v560, <16 x float> %v562, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v567 = shufflevector <16 x float> %v543, <16 x float> %v544, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v568 = shufflevector <16 x float> %v543, <16 x float> %v544, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v569 = shufflevector <16 x float> %v545, <16 x float> %v546, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v570 = shufflevector <16 x float> %v545, <16 x float> %v546, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v571 = shufflevector <16 x float> %v567, <16 x float> %v569, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v572 = shufflevector <16 x float> %v567, <16 x float> %v569, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v573 = shufflevector <16 x float> %v568, <16 x float> %v570, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v574 = shufflevector <16 x float> %v568, <16 x float> %v570, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v575 = shufflevector <16 x float> %v547, <16 x float> %v548, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v576 = shufflevector <16 x float> %v547, <16 x float> %v548, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v577 = shufflevector <16 x float> %v549, <16 x float> %v550, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v578 = shufflevector <16 x float> %v549, <16 x float> %v550, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v579 = shufflevector <16 x float> %v575, <16 x float> %v577, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v580 = shufflevector <16 x float> %v575, <16 x float> %v577, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v581 = shufflevector <16 x float> %v576, <16 x float> %v578, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v582 = shufflevector <16 x float> %v576, <16 x float> %v578, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v583 = shufflevector <16 x float> %v555, <16 x float> %v563, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v584 = shufflevector <16 x float> %v571, <16 x float> %v579, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v585 = shufflevector <16 x float> %v555, <16 x float> %v563, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v586 = shufflevector <16 x float> %v571, <16 x float> %v579, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v587 = shufflevector <16 x float> %v583, <16 x float> %v584, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v588 = shufflevector <16 x float> %v583, <16 x float> %v584, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v589 = shufflevector <16 x float> %v585, <16 x float> %v586, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v590 = shufflevector <16 x float> %v585, <16 x float> %v586, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v591 = shufflevector <16 x float> %v556, <16 x float> %v564, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v592 = shufflevector <16 x float> %v572, <16 x float> %v580, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v593 = shufflevector <16 x float> %v556, <16 x float> %v564, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v594 = shufflevector <16 x float> %v572, <16 x float> %v580, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v595 = shufflevector <16 x float> %v591, <16 x float> %v592, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v596 = shufflevector <16 x float> %v591, <16 x float> %v592, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v597 = shufflevector <16 x float> %v593, <16 x float> %v594, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v598 = shufflevector <16 x float> %v593, <16 x float> %v594, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v599 = shufflevector <16 x float> %v557, <16 x float> %v565, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v600 = shufflevector <16 x float> %v573, <16 x float> %v581, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v601 = shufflevector <16 x float> %v557, <16 x float> %v565, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v602 = shufflevector <16 x float> %v573, <16 x float> %v581, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v603 = shufflevector <16 x float> %v599, <16 x float> %v600, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v604 = shufflevector <16 x float> %v599, <16 x float> %v600, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v605 = shufflevector <16 x float> %v601, <16 x float> %v602, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v606 = shufflevector <16 x float> %v601, <16 x float> %v602, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v607 = shufflevector <16 x float> %v558, <16 x float> %v566, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v608 = shufflevector <16 x float> %v574, <16 x float> %v582, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v609 = shufflevector <16 x float> %v558, <16 x float> %v566, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v610 = shufflevector <16 x float> %v574, <16 x float> %v582, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v611 = shufflevector <16 x float> %v607, <16 x float> %v608, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v612 = shufflevector <16 x float> %v607, <16 x float> %v608, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v613 = shufflevector <16 x float> %v609, <16 x float> %v610, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v614 = shufflevector <16 x float> %v609, <16 x float> %v610, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v615 = icmp sgt i64 %m, 1
  store <16 x float> %v587, ptr %v1, align 4
  %v616 = getelementptr inbounds i8, ptr %v1, i64 64
  store <16 x float> %v595, ptr %v616, align 4
  %v617 = getelementptr inbounds i8, ptr %v1, i64 128
  store <16 x float> %v603, ptr %v617, align 4
  %v618 = getelementptr inbounds i8, ptr %v1, i64 192
  store <16 x float> %v611, ptr %v618, align 4
  %v619 = getelementptr inbounds i8, ptr %v1, i64 256
  store <16 x float> %v588, ptr %v619, align 4
  %v620 = getelementptr inbounds i8, ptr %v1, i64 320
  store <16 x float> %v596, ptr %v620, align 4
  %v621 = getelementptr inbounds i8, ptr %v1, i64 384
  store <16 x float> %v604, ptr %v621, align 4
  %v622 = getelementptr inbounds i8, ptr %v1, i64 448
  store <16 x float> %v612, ptr %v622, align 4
  %v623 = getelementptr inbounds i8, ptr %v1, i64 512
  store <16 x float> %v589, ptr %v623, align 4
  %v624 = getelementptr inbounds i8, ptr %v1, i64 576
  store <16 x float> %v597, ptr %v624, align 4
  %v625 = getelementptr inbounds i8, ptr %v1, i64 640
  store <16 x float> %v605, ptr %v625, align 4
  %v626 = getelementptr inbounds i8, ptr %v1, i64 704
  store <16 x float> %v613, ptr %v626, align 4
  %v627 = getelementptr inbounds i8, ptr %v1, i64 768
  store <16 x float> %v590, ptr %v627, align 4
  %v628 = getelementptr inbounds i8, ptr %v1, i64 832
  store <16 x float> %v598, ptr %v628, align 4
  %v629 = getelementptr inbounds i8, ptr %v1, i64 896
  store <16 x float> %v606, ptr %v629, align 4
  %v630 = getelementptr inbounds i8, ptr %v1, i64 960
  store <16 x float> %v614, ptr %v630, align 4
  br label %b631
b631:
  %i634 = phi i64 [ 0, %b440 ], [ %v654, %b643 ]
  %v635 = icmp slt i64 %i634, %m
  br i1 %v635, label %b632, label %b633
b632:
  %v636 = mul nsw i64 %i634, 64
  %v637 = getelementptr inbounds i8, ptr %v2, i64 %v636
  %v638 = mul nsw i64 %i634, 2112
  %v639 = getelementptr inbounds i8, ptr %v528, i64 %v638
  %v640 = load <16 x float>, ptr %v637, align 4
  br label %b641
b641:
  %i644 = phi i64 [ 0, %b632 ], [ %v653, %b642 ]
  %c644_0 = phi <16 x float> [ %v640, %b632 ], [ %v650, %b642 ]
  %c644_1 = phi ptr [ %v639, %b632 ], [ %v651, %b642 ]
  %c644_2 = phi ptr [ %v1, %b632 ], [ %v652, %b642 ]
  %v645 = icmp slt i64 %i644, %v526
  br i1 %v645, label %b642, label %b643
b642:
  %v646 = load float, ptr %c644_1, align 4
  %v647 = insertelement <16 x float> poison, float %v646, i64 0
  %v648 = shufflevector <16 x float> %v647, <16 x float> poison, <16 x i32> zeroinitializer
  %v649 = load <16 x float>, ptr %c644_2, align 4
  %v650 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v648, <16 x float> %v649, <16 x float> %c644_0)
  %v651 = getelementptr inbounds i8, ptr %c644_1, i64 4
  %v652 = getelementptr inbounds i8, ptr %c644_2, i64 64
  %v653 = add nsw i64 %i644, 1
  br label %b641
b643:
  store <16 x float> %c644_0, ptr %v637, align 4
  %v654 = add nsw i64 %i634, 1
  br label %b631
b633:
  %v655 = add nsw i64 %i442, 16
  br label %b439
b441:
  br label %b656
b656:
  %i659 = phi i64 [ 0, %b441 ], [ %v672, %b657 ]
  %v660 = icmp slt i64 %i659, %m
  br i1 %v660, label %b657, label %b658
b657:
  %v661 = mul nsw i64 %i659, %dm
  %v662 = mul nsw i64 %i15, 4
  %v663 = add nsw i64 %v661, %v662
  %v664 = getelementptr inbounds i8, ptr %d, i64 %v663
  %v665 = mul nsw i64 %i659, 64
  %v666 = getelementptr inbounds i8, ptr %v2, i64 %v665
  %v667 = load <16 x float>, ptr %v666, align 4
  %v668 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v664, i32 4, <16 x i1> %v27, <16 x float> zeroinitializer)
  %v669 = fadd <16 x float> %v668, %v667
  %v670 = icmp eq i64 %i32, 0
  %v671 = select i1 %v670, <16 x float> %v667, <16 x float> %v669
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v671, ptr %v664, i32 4, <16 x i1> %v27)
  %v672 = add nsw i64 %i659, 1
  br label %b656
b658:
  %v673 = add nsw i64 %i32, 512
  br label %b29
b31:
  %v674 = add nsw i64 %i15, 16
  br label %b12
b14:
  ret void
}
define internal void @mm_float32_copy(i64 %rows, i64 %n, ptr %a, i64 %am, ptr %d, i64 %dm) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %n, 16
  %v2 = mul nsw i64 %v1, 16
  %v3 = sub nsw i64 %n, %v2
  %v4 = call i64 @llvm.smin.i64(i64 %v3, i64 16)
  %v5 = call i64 @llvm.smax.i64(i64 %v4, i64 0)
  %v6 = trunc i64 %v5 to i32
  %v7 = insertelement <16 x i32> poison, i32 %v6, i64 0
  %v8 = shufflevector <16 x i32> %v7, <16 x i32> poison, <16 x i32> zeroinitializer
  %v9 = icmp slt <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v8
  %v10 = call i64 @llvm.smin.i64(i64 %v3, i64 32)
  %v11 = call i64 @llvm.smax.i64(i64 %v10, i64 0)
  %v12 = trunc i64 %v11 to i32
  %v13 = insertelement <16 x i32> poison, i32 %v12, i64 0
  %v14 = shufflevector <16 x i32> %v13, <16 x i32> poison, <16 x i32> zeroinitializer
  %v15 = icmp slt <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v14
  br label %b16
b16:
  %i19 = phi i64 [ 0, %start ], [ %v38, %b36 ]
  %v20 = icmp slt i64 %i19, %rows
  br i1 %v20, label %b17, label %b18
b17:
  %v21 = mul nsw i64 %i19, %am
  %v22 = getelementptr inbounds i8, ptr %a, i64 %v21
  %v23 = mul nsw i64 %i19, %dm
  %v24 = getelementptr inbounds i8, ptr %d, i64 %v23
  br label %b25
b25:
  %i28 = phi i64 [ 0, %b17 ], [ %v33, %b26 ]
  %c28_0 = phi ptr [ %v22, %b17 ], [ %v31, %b26 ]
  %c28_1 = phi ptr [ %v24, %b17 ], [ %v32, %b26 ]
  %v29 = icmp slt i64 %i28, %v2
  br i1 %v29, label %b26, label %b27
b26:
  %v30 = load <16 x float>, ptr %c28_0, align 4
  store <16 x float> %v30, ptr %c28_1, align 4
  %v31 = getelementptr inbounds i8, ptr %c28_0, i64 64
  %v32 = getelementptr inbounds i8, ptr %c28_1, i64 64
  %v33 = add nsw i64 %i28, 16
  br label %b25
b27:
  %v34 = icmp slt i64 %v2, %n
  br i1 %v34, label %b35, label %b36
b35:
  %v37 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %c28_0, i32 4, <16 x i1> %v9, <16 x float> zeroinitializer)
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v37, ptr %c28_1, i32 4, <16 x i1> %v9)
  br label %b36
b36:
  %v38 = add nsw i64 %i19, 1
  br label %b16
b18:
  ret void
}
define internal void @mm_float32_product_columns(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, i64 %bn, ptr %panels, i64 %room, ptr %d, i64 %dm, i64 %whole, ptr %copies) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %n, 32
  %v2 = mul nsw i64 %v1, 32
  br label %b3
b3:
  %i6 = phi i64 [ 0, %start ], [ %v30, %b17 ]
  %v7 = icmp slt i64 %i6, %n
  br i1 %v7, label %b4, label %b5
b4:
  %v8 = sub nsw i64 %n, %i6
  %v9 = call i64 @llvm.smin.i64(i64 %room, i64 %v8)
  %v10 = mul nsw i64 %i6, 4
  %v11 = getelementptr inbounds i8, ptr %d, i64 %v10
  %v12 = mul nsw i64 %i6, %bn
  %v13 = getelementptr inbounds i8, ptr %b, i64 %v12
  %v14 = call i64 @llvm.smax.i64(i64 %k, i64 1)
  br label %b15
b15:
  %i18 = phi i64 [ 0, %b4 ], [ %v29, %b16 ]
  %v19 = icmp slt i64 %i18, %v14
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = sub nsw i64 %k, %i18
  %v21 = call i64 @llvm.smin.i64(i64 512, i64 %v20)
  %v22 = icmp ne i64 %i18, 0
  %v23 = zext i1 %v22 to i64
  %v24 = mul nsw i64 %i18, %bk
  %v25 = getelementptr inbounds i8, ptr %v13, i64 %v24
  %v26 = mul nsw i64 %v21, 128
  call void @mm_float32_pack_columns_32(i64 %v21, i64 %v9, ptr %v25, i64 %bk, i64 %bn, ptr %panels, i64 %v26)
  %v27 = mul nsw i64 %i18, %ak
  %v28 = getelementptr inbounds i8, ptr %a, i64 %v27
  call void @mm_float32_rows(i64 %m, i64 %v9, i64 %v21, ptr %v28, i64 %am, i64 %ak, ptr %panels, i64 %v26, i64 128, ptr %v11, i64 %dm, i64 %v23, i64 %whole, ptr %copies)
  %v29 = add nsw i64 %i18, 512
  br label %b15
b17:
  %v30 = add nsw i64 %i6, %room
  br label %b3
b5:
  ret void
}
define internal void @mm_float32_pack_columns_32(i64 %k, i64 %n, ptr %b, i64 %bk, i64 %bn, ptr %d, i64 %panel) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %k, 16
  %v2 = mul nsw i64 %v1, 16
  %v3 = sub nsw i64 %n, 1
  %v4 = mul nsw i64 %v2, 4
  %v5 = add nsw i64 %n, 31
  %v6 = udiv i64 %v5, 32
  br label %b7
b7:
  %i10 = phi i64 [ 0, %start ], [ %v474, %b452 ]
  %v11 = icmp slt i64 %i10, %v6
  br i1 %v11, label %b8, label %b9
b8:
  %v12 = mul nsw i64 %i10, 32
  %v13 = mul nsw i64 %i10, %panel
  %v14 = getelementptr inbounds i8, ptr %d, i64 %v13
  %v15 = call i64 @llvm.smin.i64(i64 %v12, i64 %v3)
  %v16 = mul nsw i64 %v15, %bn
  %v17 = getelementptr inbounds i8, ptr %b, i64 %v16
  %v18 = add nsw i64 %v12, 1
  %v19 = call i64 @llvm.smin.i64(i64 %v18, i64 %v3)
  %v20 = mul nsw i64 %v19, %bn
  %v21 = getelementptr inbounds i8, ptr %b, i64 %v20
  %v22 = add nsw i64 %v12, 2
  %v23 = call i64 @llvm.smin.i64(i64 %v22, i64 %v3)
  %v24 = mul nsw i64 %v23, %bn
  %v25 = getelementptr inbounds i8, ptr %b, i64 %v24
  %v26 = add nsw i64 %v12, 3
  %v27 = call i64 @llvm.smin.i64(i64 %v26, i64 %v3)
  %v28 = mul nsw i64 %v27, %bn
  %v29 = getelementptr inbounds i8, ptr %b, i64 %v28
  %v30 = add nsw i64 %v12, 4
  %v31 = call i64 @llvm.smin.i64(i64 %v30, i64 %v3)
  %v32 = mul nsw i64 %v31, %bn
  %v33 = getelementptr inbounds i8, ptr %b, i64 %v32
  %v34 = add nsw i64 %v12, 5
  %v35 = call i64 @llvm.smin.i64(i64 %v34, i64 %v3)
  %v36 = mul nsw i64 %v35, %bn
  %v37 = getelementptr inbounds i8, ptr %b, i64 %v36
  %v38 = add nsw i64 %v12, 6
  %v39 = call i64 @llvm.smin.i64(i64 %v38, i64 %v3)
  %v40 = mul nsw i64 %v39, %bn
  %v41 = getelementptr inbounds i8, ptr %b, i64 %v40
  %v42 = add nsw i64 %v12, 7
  %v43 = call i64 @llvm.smin.i64(i64 %v42, i64 %v3)
  %v44 = mul nsw i64 %v43, %bn
  %v45 = getelementptr inbounds i8, ptr %b, i64 %v44
  %v46 = add nsw i64 %v12, 8
  %v47 = call i64 @llvm.smin.i64(i64 %v46, i64 %v3)
  %v48 = mul nsw i64 %v47, %bn
  %v49 = getelementptr inbounds i8, ptr %b, i64 %v48
  %v50 = add nsw i64 %v12, 9
  %v51 = call i64 @llvm.smin.i64(i64 %v50, i64 %v3)
  %v52 = mul nsw i64 %v51, %bn
  %v53 = getelementptr inbounds i8, ptr %b, i64 %v52
  %v54 = add nsw i64 %v12, 10
  %v55 = call i64 @llvm.smin.i64(i64 %v54, i64 %v3)
  %v56 = mul nsw i64 %v55, %bn
  %v57 = getelementptr inbounds i8, ptr %b, i64 %v56
  %v58 = add nsw i64 %v12, 11
  %v59 = call i64 @llvm.smin.i64(i64 %v58, i64 %v3)
  %v60 = mul nsw i64 %v59, %bn
  %v61 = getelementptr inbounds i8, ptr %b, i64 %v60
  %v62 = add nsw i64 %v12, 12
  %v63 = call i64 @llvm.smin.i64(i64 %v62, i64 %v3)
  %v64 = mul nsw i64 %v63, %bn
  %v65 = getelementptr inbounds i8, ptr %b, i64 %v64
  %v66 = add nsw i64 %v12, 13
  %v67 = call i64 @llvm.smin.i64(i64 %v66, i64 %v3)
  %v68 = mul nsw i64 %v67, %bn
  %v69 = getelementptr inbounds i8, ptr %b, i64 %v68
  %v70 = add nsw i64 %v12, 14
  %v71 = call i64 @llvm.smin.i64(i64 %v70, i64 %v3)
  %v72 = mul nsw i64 %v71, %bn
  %v73 = getelementptr inbounds i8, ptr %b, i64 %v72
  %v74 = add nsw i64 %v12, 15
  %v75 = call i64 @llvm.smin.i64(i64 %v74, i64 %v3)
  %v76 = mul nsw i64 %v75, %bn
  %v77 = getelementptr inbounds i8, ptr %b, i64 %v76
  br label %b78
b78:
  %i81 = phi i64 [ 0, %b8 ], [ %v219, %b79 ]
  %v82 = icmp slt i64 %i81, %v2
  br i1 %v82, label %b79, label %b80
b79:
  %v83 = mul nsw i64 %i81, 4
  %v84 = getelementptr inbounds i8, ptr %v17, i64 %v83
  %v85 = load <16 x float>, ptr %v84, align 4
  %v86 = getelementptr inbounds i8, ptr %v21, i64 %v83
  %v87 = load <16 x float>, ptr %v86, align 4
  %v88 = getelementptr inbounds i8, ptr %v25, i64 %v83
  %v89 = load <16 x float>, ptr %v88, align 4
  %v90 = getelementptr inbounds i8, ptr %v29, i64 %v83
  %v91 = load <16 x float>, ptr %v90, align 4
  %v92 = getelementptr inbounds i8, ptr %v33, i64 %v83
  %v93 = load <16 x float>, ptr %v92, align 4
  %v94 = getelementptr inbounds i8, ptr %v37, i64 %v83
  %v95 = load <16 x float>, ptr %v94, align 4
  %v96 = getelementptr inbounds i8, ptr %v41, i64 %v83
  %v97 = load <16 x float>, ptr %v96, align 4
  %v98 = getelementptr inbounds i8, ptr %v45, i64 %v83
  %v99 = load <16 x float>, ptr %v98, align 4
  %v100 = getelementptr inbounds i8, ptr %v49, i64 %v83
  %v101 = load <16 x float>, ptr %v100, align 4
  %v102 = getelementptr inbounds i8, ptr %v53, i64 %v83
  %v103 = load <16 x float>, ptr %v102, align 4
  %v104 = getelementptr inbounds i8, ptr %v57, i64 %v83
  %v105 = load <16 x float>, ptr %v104, align 4
  %v106 = getelementptr inbounds i8, ptr %v61, i64 %v83
  %v107 = load <16 x float>, ptr %v106, align 4
  %v108 = getelementptr inbounds i8, ptr %v65, i64 %v83
  %v109 = load <16 x float>, ptr %v108, align 4
  %v110 = getelementptr inbounds i8, ptr %v69, i64 %v83
  %v111 = load <16 x float>, ptr %v110, align 4
  %v112 = getelementptr inbounds i8, ptr %v73, i64 %v83
  %v113 = load <16 x float>, ptr %v112, align 4
  %v114 = getelementptr inbounds i8, ptr %v77, i64 %v83
  %v115 = load <16 x float>, ptr %v114, align 4
  %v116 = add nsw i64 %v83, 256
  %v117 = sub nsw i64 %v116, %v4
  %v118 = mul nsw i64 %bn, 16
  %v119 = add nsw i64 %v117, %v118
  %v120 = icmp slt i64 %v116, %v4
  %v121 = select i1 %v120, i64 %v116, i64 %v119
  %v122 = getelementptr inbounds i8, ptr %v17, i64 %v121
  call void @llvm.prefetch.p0(ptr %v122, i32 0, i32 2, i32 1)
  %v123 = getelementptr inbounds i8, ptr %v21, i64 %v121
  call void @llvm.prefetch.p0(ptr %v123, i32 0, i32 2, i32 1)
  %v124 = getelementptr inbounds i8, ptr %v25, i64 %v121
  call void @llvm.prefetch.p0(ptr %v124, i32 0, i32 2, i32 1)
  %v125 = getelementptr inbounds i8, ptr %v29, i64 %v121
  call void @llvm.prefetch.p0(ptr %v125, i32 0, i32 2, i32 1)
  %v126 = getelementptr inbounds i8, ptr %v33, i64 %v121
  call void @llvm.prefetch.p0(ptr %v126, i32 0, i32 2, i32 1)
  %v127 = getelementptr inbounds i8, ptr %v37, i64 %v121
  call void @llvm.prefetch.p0(ptr %v127, i32 0, i32 2, i32 1)
  %v128 = getelementptr inbounds i8, ptr %v41, i64 %v121
  call void @llvm.prefetch.p0(ptr %v128, i32 0, i32 2, i32 1)
  %v129 = getelementptr inbounds i8, ptr %v45, i64 %v121
  call void @llvm.prefetch.p0(ptr %v129, i32 0, i32 2, i32 1)
  %v130 = getelementptr inbounds i8, ptr %v49, i64 %v121
  call void @llvm.prefetch.p0(ptr %v130, i32 0, i32 2, i32 1)
  %v131 = getelementptr inbounds i8, ptr %v53, i64 %v121
  call void @llvm.prefetch.p0(ptr %v131, i32 0, i32 2, i32 1)
  %v132 = getelementptr inbounds i8, ptr %v57, i64 %v121
  call void @llvm.prefetch.p0(ptr %v132, i32 0, i32 2, i32 1)
  %v133 = getelementptr inbounds i8, ptr %v61, i64 %v121
  call void @llvm.prefetch.p0(ptr %v133, i32 0, i32 2, i32 1)
  %v134 = getelementptr inbounds i8, ptr %v65, i64 %v121
  call void @llvm.prefetch.p0(ptr %v134, i32 0, i32 2, i32 1)
  %v135 = getelementptr inbounds i8, ptr %v69, i64 %v121
  call void @llvm.prefetch.p0(ptr %v135, i32 0, i32 2, i32 1)
  %v136 = getelementptr inbounds i8, ptr %v73, i64 %v121
  call void @llvm.prefetch.p0(ptr %v136, i32 0, i32 2, i32 1)
  %v137 = getelementptr inbounds i8, ptr %v77, i64 %v121
  call void @llvm.prefetch.p0(ptr %v137, i32 0, i32 2, i32 1)
  %v138 = mul nsw i64 %i81, 128
  %v139 = getelementptr inbounds i8, ptr %v14, i64 %v138
  %v140 = shufflevector <16 x float> %v85, <16 x float> %v87, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v141 = shufflevector <16 x float> %v85, <16 x float> %v87, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v142 = shufflevector <16 x float> %v89, <16 x float> %v91, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v143 = shufflevector <16 x float> %v89, <16 x float> %v91, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v144 = shufflevector <16 x float> %v140, <16 x float> %v142, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v145 = shufflevector <16 x float> %v140, <16 x float> %v142, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v146 = shufflevector <16 x float> %v141, <16 x float> %v143, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v147 = shufflevector <16 x float> %v141, <16 x float> %v143, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v148 = shufflevector <16 x float> %v93, <16 x float> %v95, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v149 = shufflevector <16 x float> %v93, <16 x float> %v95, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v150 = shufflevector <16 x float> %v97, <16 x float> %v99, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v151 = shufflevector <16 x float> %v97, <16 x float> %v99, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v152 = shufflevector <16 x float> %v148, <16 x float> %v150, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v153 = shufflevector <16 x float> %v148, <16 x float> %v150, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v154 = shufflevector <16 x float> %v149, <16 x float> %v151, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v155 = shufflevector <16 x float> %v149, <16 x float> %v151, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v156 = shufflevector <16 x float> %v101, <16 x float> %v103, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v157 = shufflevector <16 x float> %v101, <16 x float> %v103, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v158 = shufflevector <16 x float> %v105, <16 x float> %v107, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v159 = shufflevector <16 x float> %v105, <16 x float> %v107, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v160 = shufflevector <16 x float> %v156, <16 x float> %v158, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v161 = shufflevector <16 x float> %v156, <16 x float> %v158, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v162 = shufflevector <16 x float> %v157, <16 x float> %v159, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v163 = shufflevector <16 x float> %v157, <16 x float> %v159, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v164 = shufflevector <16 x float> %v109, <16 x float> %v111, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v165 = shufflevector <16 x float> %v109, <16 x float> %v111, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v166 = shufflevector <16 x float> %v113, <16 x float> %v115, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v167 = shufflevector <16 x float> %v113, <16 x float> %v115, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v168 = shufflevector <16 x float> %v164, <16 x float> %v166, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v169 = shufflevector <16 x float> %v164, <16 x float> %v166, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v170 = shufflevector <16 x float> %v165, <16 x float> %v167, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v171 = shufflevector <16 x float> %v165, <16 x float> %v167, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v172 = shufflevector <16 x float> %v144, <16 x float> %v152, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v173 = shufflevector <16 x float> %v160, <16 x float> %v168, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v174 = shufflevector <16 x float> %v144, <16 x float> %v152, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v175 = shufflevector <16 x float> %v160, <16 x float> %v168, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v176 = shufflevector <16 x float> %v172, <16 x float> %v173, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v177 = shufflevector <16 x float> %v172, <16 x float> %v173, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v178 = shufflevector <16 x float> %v174, <16 x float> %v175, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v179 = shufflevector <16 x float> %v174, <16 x float> %v175, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v180 = shufflevector <16 x float> %v145, <16 x float> %v153, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v181 = shufflevector <16 x float> %v161, <16 x float> %v169, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v182 = shufflevector <16 x float> %v145, <16 x float> %v153, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v183 = shufflevector <16 x float> %v161, <16 x float> %v169, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v184 = shufflevector <16 x float> %v180, <16 x float> %v181, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v185 = shufflevector <16 x float> %v180, <16 x float> %v181, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v186 = shufflevector <16 x float> %v182, <16 x float> %v183, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v187 = shufflevector <16 x float> %v182, <16 x float> %v183, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v188 = shufflevector <16 x float> %v146, <16 x float> %v154, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v189 = shufflevector <16 x float> %v162, <16 x float> %v170, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v190 = shufflevector <16 x float> %v146, <16 x float> %v154, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v191 = shufflevector <16 x float> %v162, <16 x float> %v170, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v192 = shufflevector <16 x float> %v188, <16 x float> %v189, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v193 = shufflevector <16 x float> %v188, <16 x float> %v189, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v194 = shufflevector <16 x float> %v190, <16 x float> %v191, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v195 = shufflevector <16 x float> %v190, <16 x float> %v191, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v196 = shufflevector <16 x float> %v147, <16 x float> %v155, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v197 = shufflevector <16 x float> %v163, <16 x float> %v171, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v198 = shufflevector <16 x float> %v147, <16 x float> %v155, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v199 = shufflevector <16 x float> %v163, <16 x float> %v171, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v200 = shufflevector <16 x float> %v196, <16 x float> %v197, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v201 = shufflevector <16 x float> %v196, <16 x float> %v197, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v202 = shufflevector <16 x float> %v198, <16 x float> %v199, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v203 = shufflevector <16 x float> %v198, <16 x float> %v199, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  store <16 x float> %v176, ptr %v139, align 4
  %v204 = getelementptr inbounds i8, ptr %v139, i64 128
  store <16 x float> %v184, ptr %v204, align 4
  %v205 = getelementptr inbounds i8, ptr %v139, i64 256
  store <16 x float> %v192, ptr %v205, align 4
  %v206 = getelementptr inbounds i8, ptr %v139, i64 384
  store <16 x float> %v200, ptr %v206, align 4
  %v207 = getelementptr inbounds i8, ptr %v139, i64 512
  store <16 x float> %v177, ptr %v207, align 4
  %v208 = getelementptr inbounds i8, ptr %v139, i64 640
  store <16 x float> %v185, ptr %v208, align 4
  %v209 = getelementptr inbounds i8, ptr %v139, i64 768
  store <16 x float> %v193, ptr %v209, align 4
  %v210 = getelementptr inbounds i8, ptr %v139, i64 896
  store <16 x float> %v201, ptr %v210, align 4
  %v211 = getelementptr inbounds i8, ptr %v139, i64 1024
  store <16 x float> %v178, ptr %v211, align 4
  %v212 = getelementptr inbounds i8, ptr %v139, i64 1152
  store <16 x float> %v186, ptr %v212, align 4
  %v213 = getelementptr inbounds i8, ptr %v139, i64 1280
  store <16 x float> %v194, ptr %v213, align 4
  %v214 = getelementptr inbounds i8, ptr %v139, i64 1408
  store <16 x float> %v202, ptr %v214, align 4
  %v215 = getelementptr inbounds i8, ptr %v139, i64 1536
  store <16 x float> %v179, ptr %v215, align 4
  %v216 = getelementptr inbounds i8, ptr %v139, i64 1664
  store <16 x float> %v187, ptr %v216, align 4
  %v217 = getelementptr inbounds i8, ptr %v139, i64 1792
  store <16 x float> %v195, ptr %v217, align 4
  %v218 = getelementptr inbounds i8, ptr %v139, i64 1920
  store <16 x float> %v203, ptr %v218, align 4
  %v219 = add nsw i64 %i81, 16
  br label %b78
b80:
  br label %b220
b220:
  %i223 = phi i64 [ 0, %b80 ], [ %v242, %b233 ]
  %v224 = icmp slt i64 %i223, 16
  br i1 %v224, label %b221, label %b222
b221:
  %v225 = add nsw i64 %v12, %i223
  %v226 = call i64 @llvm.smin.i64(i64 %v225, i64 %v3)
  %v227 = mul nsw i64 %v226, %bn
  %v228 = getelementptr inbounds i8, ptr %b, i64 %v227
  %v229 = mul nsw i64 %i223, 4
  %v230 = getelementptr inbounds i8, ptr %v14, i64 %v229
  br label %b231
b231:
  %i234 = phi i64 [ %v2, %b221 ], [ %v241, %b232 ]
  %v235 = icmp slt i64 %i234, %k
  br i1 %v235, label %b232, label %b233
b232:
  %v236 = mul nsw i64 %i234, 4
  %v237 = getelementptr inbounds i8, ptr %v228, i64 %v236
  %v238 = load float, ptr %v237, align 4
  %v239 = mul nsw i64 %i234, 128
  %v240 = getelementptr inbounds i8, ptr %v230, i64 %v239
  store float %v238, ptr %v240, align 4
  %v241 = add nsw i64 %i234, 1
  br label %b231
b233:
  %v242 = add nsw i64 %i223, 1
  br label %b220
b222:
  %v243 = getelementptr inbounds i8, ptr %v14, i64 64
  %v244 = add nsw i64 %v12, 16
  %v245 = call i64 @llvm.smin.i64(i64 %v244, i64 %v3)
  %v246 = mul nsw i64 %v245, %bn
  %v247 = getelementptr inbounds i8, ptr %b, i64 %v246
  %v248 = add nsw i64 %v12, 17
  %v249 = call i64 @llvm.smin.i64(i64 %v248, i64 %v3)
  %v250 = mul nsw i64 %v249, %bn
  %v251 = getelementptr inbounds i8, ptr %b, i64 %v250
  %v252 = add nsw i64 %v12, 18
  %v253 = call i64 @llvm.smin.i64(i64 %v252, i64 %v3)
  %v254 = mul nsw i64 %v253, %bn
  %v255 = getelementptr inbounds i8, ptr %b, i64 %v254
  %v256 = add nsw i64 %v12, 19
  %v257 = call i64 @llvm.smin.i64(i64 %v256, i64 %v3)
  %v258 = mul nsw i64 %v257, %bn
  %v259 = getelementptr inbounds i8, ptr %b, i64 %v258
  %v260 = add nsw i64 %v12, 20
  %v261 = call i64 @llvm.smin.i64(i64 %v260, i64 %v3)
  %v262 = mul nsw i64 %v261, %bn
  %v263 = getelementptr inbounds i8, ptr %b, i64 %v262
  %v264 = add nsw i64 %v12, 21
  %v265 = call i64 @llvm.smin.i64(i64 %v264, i64 %v3)
  %v266 = mul nsw i64 %v265, %bn
  %v267 = getelementptr inbounds i8, ptr %b, i64 %v266
  %v268 = add nsw i64 %v12, 22
  %v269 = call i64 @llvm.smin.i64(i64 %v268, i64 %v3)
  %v270 = mul nsw i64 %v269, %bn
  %v271 = getelementptr inbounds i8, ptr %b, i64 %v270
  %v272 = add nsw i64 %v12, 23
  %v273 = call i64 @llvm.smin.i64(i64 %v272, i64 %v3)
  %v274 = mul nsw i64 %v273, %bn
  %v275 = getelementptr inbounds i8, ptr %b, i64 %v274
  %v276 = add nsw i64 %v12, 24
  %v277 = call i64 @llvm.smin.i64(i64 %v276, i64 %v3)
  %v278 = mul nsw i64 %v277, %bn
  %v279 = getelementptr inbounds i8, ptr %b, i64 %v278
  %v280 = add nsw i64 %v12, 25
  %v281 = call i64 @llvm.smin.i64(i64 %v280, i64 %v3)
  %v282 = mul nsw i64 %v281, %bn
  %v283 = getelementptr inbounds i8, ptr %b, i64 %v282
  %v284 = add nsw i64 %v12, 26
  %v285 = call i64 @llvm.smin.i64(i64 %v284, i64 %v3)
  %v286 = mul nsw i64 %v285, %bn
  %v287 = getelementptr inbounds i8, ptr %b, i64 %v286
  %v288 = add nsw i64 %v12, 27
  %v289 = call i64 @llvm.smin.i64(i64 %v288, i64 %v3)
  %v290 = mul nsw i64 %v289, %bn
  %v291 = getelementptr inbounds i8, ptr %b, i64 %v290
  %v292 = add nsw i64 %v12, 28
  %v293 = call i64 @llvm.smin.i64(i64 %v292, i64 %v3)
  %v294 = mul nsw i64 %v293, %bn
  %v295 = getelementptr inbounds i8, ptr %b, i64 %v294
  %v296 = add nsw i64 %v12, 29
  %v297 = call i64 @llvm.smin.i64(i64 %v296, i64 %v3)
  %v298 = mul nsw i64 %v297, %bn
  %v299 = getelementptr inbounds i8, ptr %b, i64 %v298
  %v300 = add nsw i64 %v12, 30
  %v301 = call i64 @llvm.smin.i64(i64 %v300, i64 %v3)
  %v302 = mul nsw i64 %v301, %bn
  %v303 = getelementptr inbounds i8, ptr %b, i64 %v302
  %v304 = add nsw i64 %v12, 31
  %v305 = call i64 @llvm.smin.i64(i64 %v304, i64 %v3)
  %v306 = mul nsw i64 %v305, %bn
  %v307 = getelementptr inbounds i8, ptr %b, i64 %v306
  br label %b308
b308:
  %i311 = phi i64 [ 0, %b222 ], [ %v449, %b309 ]
  %v312 = icmp slt i64 %i311, %v2
  br i1 %v312, label %b309, label %b310
b309:
  %v313 = mul nsw i64 %i311, 4
  %v314 = getelementptr inbounds i8, ptr %v247, i64 %v313
  %v315 = load <16 x float>, ptr %v314, align 4
  %v316 = getelementptr inbounds i8, ptr %v251, i64 %v313
  %v317 = load <16 x float>, ptr %v316, align 4
  %v318 = getelementptr inbounds i8, ptr %v255, i64 %v313
  %v319 = load <16 x float>, ptr %v318, align 4
  %v320 = getelementptr inbounds i8, ptr %v259, i64 %v313
  %v321 = load <16 x float>, ptr %v320, align 4
  %v322 = getelementptr inbounds i8, ptr %v263, i64 %v313
  %v323 = load <16 x float>, ptr %v322, align 4
  %v324 = getelementptr inbounds i8, ptr %v267, i64 %v313
  %v325 = load <16 x float>, ptr %v324, align 4
  %v326 = getelementptr inbounds i8, ptr %v271, i64 %v313
  %v327 = load <16 x float>, ptr %v326, align 4
  %v328 = getelementptr inbounds i8, ptr %v275, i64 %v313
  %v329 = load <16 x float>, ptr %v328, align 4
  %v330 = getelementptr inbounds i8, ptr %v279, i64 %v313
  %v331 = load <16 x float>, ptr %v330, align 4
  %v332 = getelementptr inbounds i8, ptr %v283, i64 %v313
  %v333 = load <16 x float>, ptr %v332, align 4
  %v334 = getelementptr inbounds i8, ptr %v287, i64 %v313
  %v335 = load <16 x float>, ptr %v334, align 4
  %v336 = getelementptr inbounds i8, ptr %v291, i64 %v313
  %v337 = load <16 x float>, ptr %v336, align 4
  %v338 = getelementptr inbounds i8, ptr %v295, i64 %v313
  %v339 = load <16 x float>, ptr %v338, align 4
  %v340 = getelementptr inbounds i8, ptr %v299, i64 %v313
  %v341 = load <16 x float>, ptr %v340, align 4
  %v342 = getelementptr inbounds i8, ptr %v303, i64 %v313
  %v343 = load <16 x float>, ptr %v342, align 4
  %v344 = getelementptr inbounds i8, ptr %v307, i64 %v313
  %v345 = load <16 x float>, ptr %v344, align 4
  %v346 = add nsw i64 %v313, 256
  %v347 = sub nsw i64 %v346, %v4
  %v348 = mul nsw i64 %bn, 16
  %v349 = add nsw i64 %v347, %v348
  %v350 = icmp slt i64 %v346, %v4
  %v351 = select i1 %v350, i64 %v346, i64 %v349
  %v352 = getelementptr inbounds i8, ptr %v247, i64 %v351
  call void @llvm.prefetch.p0(ptr %v352, i32 0, i32 2, i32 1)
  %v353 = getelementptr inbounds i8, ptr %v251, i64 %v351
  call void @llvm.prefetch.p0(ptr %v353, i32 0, i32 2, i32 1)
  %v354 = getelementptr inbounds i8, ptr %v255, i64 %v351
  call void @llvm.prefetch.p0(ptr %v354, i32 0, i32 2, i32 1)
  %v355 = getelementptr inbounds i8, ptr %v259, i64 %v351
  call void @llvm.prefetch.p0(ptr %v355, i32 0, i32 2, i32 1)
  %v356 = getelementptr inbounds i8, ptr %v263, i64 %v351
  call void @llvm.prefetch.p0(ptr %v356, i32 0, i32 2, i32 1)
  %v357 = getelementptr inbounds i8, ptr %v267, i64 %v351
  call void @llvm.prefetch.p0(ptr %v357, i32 0, i32 2, i32 1)
  %v358 = getelementptr inbounds i8, ptr %v271, i64 %v351
  call void @llvm.prefetch.p0(ptr %v358, i32 0, i32 2, i32 1)
  %v359 = getelementptr inbounds i8, ptr %v275, i64 %v351
  call void @llvm.prefetch.p0(ptr %v359, i32 0, i32 2, i32 1)
  %v360 = getelementptr inbounds i8, ptr %v279, i64 %v351
  call void @llvm.prefetch.p0(ptr %v360, i32 0, i32 2, i32 1)
  %v361 = getelementptr inbounds i8, ptr %v283, i64 %v351
  call void @llvm.prefetch.p0(ptr %v361, i32 0, i32 2, i32 1)
  %v362 = getelementptr inbounds i8, ptr %v287, i64 %v351
  call void @llvm.prefetch.p0(ptr %v362, i32 0, i32 2, i32 1)
  %v363 = getelementptr inbounds i8, ptr %v291, i64 %v351
  call void @llvm.prefetch.p0(ptr %v363, i32 0, i32 2, i32 1)
  %v364 = getelementptr inbounds i8, ptr %v295, i64 %v351
  call void @llvm.prefetch.p0(ptr %v364, i32 0, i32 2, i32 1)
  %v365 = getelementptr inbounds i8, ptr %v299, i64 %v351
  call void @llvm.prefetch.p0(ptr %v365, i32 0, i32 2, i32 1)
  %v366 = getelementptr inbounds i8, ptr %v303, i64 %v351
  call void @llvm.prefetch.p0(ptr %v366, i32 0, i32 2, i32 1)
  %v367 = getelementptr inbounds i8, ptr %v307, i64 %v351
  call void @llvm.prefetch.p0(ptr %v367, i32 0, i32 2, i32 1)
  %v368 = mul nsw i64 %i311, 128
  %v369 = getelementptr inbounds i8, ptr %v243, i64 %v368
  %v370 = shufflevector <16 x float> %v315, <16 x float> %v317, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v371 = shufflevector <16 x float> %v315, <16 x float> %v317, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v372 = shufflevector <16 x float> %v319, <16 x float> %v321, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v373 = shufflevector <16 x float> %v319, <16 x float> %v321, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v374 = shufflevector <16 x float> %v370, <16 x float> %v372, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v375 = shufflevector <16 x float> %v370, <16 x float> %v372, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v376 = shufflevector <16 x float> %v371, <16 x float> %v373, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v377 = shufflevector <16 x float> %v371, <16 x float> %v373, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v378 = shufflevector <16 x float> %v323, <16 x float> %v325, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v379 = shufflevector <16 x float> %v323, <16 x float> %v325, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v380 = shufflevector <16 x float> %v327, <16 x float> %v329, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v381 = shufflevector <16 x float> %v327, <16 x float> %v329, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v382 = shufflevector <16 x float> %v378, <16 x float> %v380, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v383 = shufflevector <16 x float> %v378, <16 x float> %v380, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v384 = shufflevector <16 x float> %v379, <16 x float> %v381, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v385 = shufflevector <16 x float> %v379, <16 x float> %v381, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v386 = shufflevector <16 x float> %v331, <16 x float> %v333, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v387 = shufflevector <16 x float> %v331, <16 x float> %v333, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v388 = shufflevector <16 x float> %v335, <16 x float> %v337, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v389 = shufflevector <16 x float> %v335, <16 x float> %v337, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v390 = shufflevector <16 x float> %v386, <16 x float> %v388, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v391 = shufflevector <16 x float> %v386, <16 x float> %v388, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v392 = shufflevector <16 x float> %v387, <16 x float> %v389, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v393 = shufflevector <16 x float> %v387, <16 x float> %v389, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v394 = shufflevector <16 x float> %v339, <16 x float> %v341, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v395 = shufflevector <16 x float> %v339, <16 x float> %v341, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v396 = shufflevector <16 x float> %v343, <16 x float> %v345, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 4, i32 20, i32 5, i32 21, i32 8, i32 24, i32 9, i32 25, i32 12, i32 28, i32 13, i32 29>
  %v397 = shufflevector <16 x float> %v343, <16 x float> %v345, <16 x i32> <i32 2, i32 18, i32 3, i32 19, i32 6, i32 22, i32 7, i32 23, i32 10, i32 26, i32 11, i32 27, i32 14, i32 30, i32 15, i32 31>
  %v398 = shufflevector <16 x float> %v394, <16 x float> %v396, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v399 = shufflevector <16 x float> %v394, <16 x float> %v396, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v400 = shufflevector <16 x float> %v395, <16 x float> %v397, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v401 = shufflevector <16 x float> %v395, <16 x float> %v397, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v402 = shufflevector <16 x float> %v374, <16 x float> %v382, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v403 = shufflevector <16 x float> %v390, <16 x float> %v398, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v404 = shufflevector <16 x float> %v374, <16 x float> %v382, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v405 = shufflevector <16 x float> %v390, <16 x float> %v398, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v406 = shufflevector <16 x float> %v402, <16 x float> %v403, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v407 = shufflevector <16 x float> %v402, <16 x float> %v403, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v408 = shufflevector <16 x float> %v404, <16 x float> %v405, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v409 = shufflevector <16 x float> %v404, <16 x float> %v405, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v410 = shufflevector <16 x float> %v375, <16 x float> %v383, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v411 = shufflevector <16 x float> %v391, <16 x float> %v399, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v412 = shufflevector <16 x float> %v375, <16 x float> %v383, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v413 = shufflevector <16 x float> %v391, <16 x float> %v399, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v414 = shufflevector <16 x float> %v410, <16 x float> %v411, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v415 = shufflevector <16 x float> %v410, <16 x float> %v411, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v416 = shufflevector <16 x float> %v412, <16 x float> %v413, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v417 = shufflevector <16 x float> %v412, <16 x float> %v413, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v418 = shufflevector <16 x float> %v376, <16 x float> %v384, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v419 = shufflevector <16 x float> %v392, <16 x float> %v400, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v420 = shufflevector <16 x float> %v376, <16 x float> %v384, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v421 = shufflevector <16 x float> %v392, <16 x float> %v400, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v422 = shufflevector <16 x float> %v418, <16 x float> %v419, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v423 = shufflevector <16 x float> %v418, <16 x float> %v419, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v424 = shufflevector <16 x float> %v420, <16 x float> %v421, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v425 = shufflevector <16 x float> %v420, <16 x float> %v421, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v426 = shufflevector <16 x float> %v377, <16 x float> %v385, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v427 = shufflevector <16 x float> %v393, <16 x float> %v401, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v428 = shufflevector <16 x float> %v377, <16 x float> %v385, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v429 = shufflevector <16 x float> %v393, <16 x float> %v401, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v430 = shufflevector <16 x float> %v426, <16 x float> %v427, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v431 = shufflevector <16 x float> %v426, <16 x float> %v427, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  %v432 = shufflevector <16 x float> %v428, <16 x float> %v429, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11, i32 16, i32 17, i32 18, i32 19, i32 24, i32 25, i32 26, i32 27>
  %v433 = shufflevector <16 x float> %v428, <16 x float> %v429, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15, i32 20, i32 21, i32 22, i32 23, i32 28, i32 29, i32 30, i32 31>
  store <16 x float> %v406, ptr %v369, align 4
  %v434 = getelementptr inbounds i8, ptr %v369, i64 128
  store <16 x float> %v414, ptr %v434, align 4
  %v435 = getelementptr inbounds i8, ptr %v369, i64 256
  store <16 x float> %v422, ptr %v435, align 4
  %v436 = getelementptr inbounds i8, ptr %v369, i64 384
  store <16 x float> %v430, ptr %v436, align 4
  %v437 = getelementptr inbounds i8, ptr %v369, i64 512
  store <16 x float> %v407, ptr %v437, align 4
  %v438 = getelementptr inbounds i8, ptr %v369, i64 640
  store <16 x float> %v415, ptr %v438, align 4
  %v439 = getelementptr inbounds i8, ptr %v369, i64 768
  store <16 x float> %v423, ptr %v439, align 4
  %v440 = getelementptr inbounds i8, ptr %v369, i64 896
  store <16 x float> %v431, ptr %v440, align 4
  %v441 = getelementptr inbounds i8, ptr %v369, i64 1024
  store <16 x float> %v408, ptr %v441, align 4
  %v442 = getelementptr inbounds i8, ptr %v369, i64 1152
  store <16 x float> %v416, ptr %v442, align 4
  %v443 = getelementptr inbounds i8, ptr %v369, i64 1280
  store <16 x float> %v424, ptr %v443, align 4
  %v444 = getelementptr inbounds i8, ptr %v369, i64 1408
  store <16 x float> %v432, ptr %v444, align 4
  %v445 = getelementptr inbounds i8, ptr %v369, i64 1536
  store <16 x float> %v409, ptr %v445, align 4
  %v446 = getelementptr inbounds i8, ptr %v369, i64 1664
  store <16 x float> %v417, ptr %v446, align 4
  %v447 = getelementptr inbounds i8, ptr %v369, i64 1792
  store <16 x float> %v425, ptr %v447, align 4
  %v448 = getelementptr inbounds i8, ptr %v369, i64 1920
  store <16 x float> %v433, ptr %v448, align 4
  %v449 = add nsw i64 %i311, 16
  br label %b308
b310:
  br label %b450
b450:
  %i453 = phi i64 [ 0, %b310 ], [ %v473, %b464 ]
  %v454 = icmp slt i64 %i453, 16
  br i1 %v454, label %b451, label %b452
b451:
  %v455 = add nsw i64 %i453, 16
  %v456 = add nsw i64 %v12, %v455
  %v457 = call i64 @llvm.smin.i64(i64 %v456, i64 %v3)
  %v458 = mul nsw i64 %v457, %bn
  %v459 = getelementptr inbounds i8, ptr %b, i64 %v458
  %v460 = mul nsw i64 %i453, 4
  %v461 = getelementptr inbounds i8, ptr %v243, i64 %v460
  br label %b462
b462:
  %i465 = phi i64 [ %v2, %b451 ], [ %v472, %b463 ]
  %v466 = icmp slt i64 %i465, %k
  br i1 %v466, label %b463, label %b464
b463:
  %v467 = mul nsw i64 %i465, 4
  %v468 = getelementptr inbounds i8, ptr %v459, i64 %v467
  %v469 = load float, ptr %v468, align 4
  %v470 = mul nsw i64 %i465, 128
  %v471 = getelementptr inbounds i8, ptr %v461, i64 %v470
  store float %v469, ptr %v471, align 4
  %v472 = add nsw i64 %i465, 1
  br label %b462
b464:
  %v473 = add nsw i64 %i453, 1
  br label %b450
b452:
  %v474 = add nsw i64 %i10, 1
  br label %b7
b9:
  ret void
}
define internal void @mm_float32_rows(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %panel, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %whole, ptr %copies) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = icmp eq i64 %ak, 4
  %v2 = icmp eq i64 %am, 4
  %v3 = select i1 %v1, i64 %am, i64 %ak
  %v4 = and i64 %v3, 4095
  %v5 = icmp eq i64 %v4, 0
  %v6 = icmp sge i64 %n, 96
  %v7 = or i1 %v1, %v2
  %v8 = and i1 %v7, %v5
  %v9 = and i1 %v8, %v6
  %v10 = select i1 %v1, i64 2112, i64 448
  %v11 = select i1 %v1, i64 %v10, i64 4
  %v12 = select i1 %v9, i64 %v11, i64 %am
  %v13 = select i1 %v1, i64 4, i64 %v10
  %v14 = select i1 %v9, i64 %v13, i64 %ak
  br label %b15
b15:
  %i18 = phi i64 [ 0, %start ], [ %v31, %b25 ]
  %v19 = icmp slt i64 %i18, %m
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = sub nsw i64 %m, %i18
  %v21 = call i64 @llvm.smin.i64(i64 96, i64 %v20)
  %v22 = mul nsw i64 %i18, %am
  %v23 = getelementptr inbounds i8, ptr %a, i64 %v22
  br i1 %v9, label %b24, label %b25
b24:
  %v26 = select i1 %v1, i64 %v21, i64 %k
  %v27 = select i1 %v1, i64 %k, i64 %v21
  call void @mm_float32_copy(i64 %v26, i64 %v27, ptr %v23, i64 %v3, ptr %copies, i64 %v10)
  br label %b25
b25:
  %v28 = select i1 %v9, ptr %copies, ptr %v23
  %v29 = mul nsw i64 %i18, %dm
  %v30 = getelementptr inbounds i8, ptr %d, i64 %v29
  call void @mm_float32_block(i64 %v21, i64 %n, i64 %k, ptr %v28, i64 %v12, i64 %v14, ptr %b, i64 %panel, i64 %bk, ptr %v30, i64 %dm, i64 %add, i64 %whole)
  %v31 = add nsw i64 %i18, 96
  br label %b15
b17:
  ret void
}
define internal void @mm_float32_block(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %panel, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %whole) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  %v1 = alloca float, i64 384, align 64
  %v2 = alloca float, i64 2112, align 64
  br label %start
start:
  %v3 = udiv i64 %m, 12
  %v4 = mul nsw i64 %v3, 12
  %v5 = sub nsw i64 %m, %v4
  %v6 = udiv i64 %v5, 4
  %v7 = mul nsw i64 %v6, 4
  %v8 = add nsw i64 %v4, %v7
  %v9 = sub nsw i64 %m, %v8
  %v10 = icmp sgt i64 %v9, 0
  br i1 %v10, label %b11, label %b12
b11:
  %v13 = mul nsw i64 %v8, %am
  %v14 = getelementptr inbounds i8, ptr %a, i64 %v13
  br label %b15
b15:
  %i18 = phi i64 [ 0, %b11 ], [ %v41, %b28 ]
  %v19 = icmp slt i64 %i18, 4
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = icmp slt i64 %i18, %v9
  %v21 = mul nsw i64 %i18, %am
  %v22 = select i1 %v20, i64 %v21, i64 0
  %v23 = getelementptr inbounds i8, ptr %v14, i64 %v22
  %v24 = mul nsw i64 %i18, 2112
  %v25 = getelementptr inbounds i8, ptr %v2, i64 %v24
  %v29 = icmp eq i64 %ak, 4
  br i1 %v29, label %b26, label %b27
b26:
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v23, i64 0, ptr %v25, i64 0)
  br label %b28
b27:
  br label %b30
b30:
  %i33 = phi i64 [ 0, %b27 ], [ %v40, %b31 ]
  %v34 = icmp slt i64 %i33, %k
  br i1 %v34, label %b31, label %b32
b31:
  %v35 = mul nsw i64 %i33, %ak
  %v36 = getelementptr inbounds i8, ptr %v23, i64 %v35
  %v37 = load float, ptr %v36, align 4
  %v38 = mul nsw i64 %i33, 4
  %v39 = getelementptr inbounds i8, ptr %v25, i64 %v38
  store float %v37, ptr %v39, align 4
  %v40 = add nsw i64 %i33, 1
  br label %b30
b32:
  br label %b28
b28:
  %v41 = add nsw i64 %i18, 1
  br label %b15
b17:
  br label %b12
b12:
  %v42 = icmp ne i64 %whole, 0
  %v43 = mul nsw i64 %bk, 8
  br label %b44
b44:
  %i47 = phi i64 [ 0, %b12 ], [ %v116, %b101 ]
  %v48 = icmp slt i64 %i47, %n
  br i1 %v48, label %b45, label %b46
b45:
  %v49 = udiv i64 %i47, 32
  %v50 = mul nsw i64 %v49, %panel
  %v51 = getelementptr inbounds i8, ptr %b, i64 %v50
  br label %b52
b52:
  %i55 = phi i64 [ 0, %b45 ], [ %v76, %b75 ]
  %v56 = icmp slt i64 %i55, %v4
  br i1 %v56, label %b53, label %b54
b53:
  %v57 = mul nsw i64 %i55, %am
  %v58 = getelementptr inbounds i8, ptr %a, i64 %v57
  %v59 = sub nsw i64 %n, %i47
  %v60 = icmp sge i64 %v59, 32
  %v61 = or i1 %v42, %v60
  %v62 = mul nsw i64 %i47, 4
  %v63 = getelementptr inbounds i8, ptr %d, i64 %v62
  %v64 = mul nsw i64 %i55, %dm
  %v65 = getelementptr inbounds i8, ptr %v63, i64 %v64
  %v66 = select i1 %v61, ptr %v65, ptr %v1
  %v67 = select i1 %v61, i64 %dm, i64 128
  %v68 = select i1 %v61, i64 %add, i64 0
  %v72 = icmp sle i64 %v59, 16
  br i1 %v72, label %b70, label %b71
b70:
  call void @mm_float32_tile_12_1(i64 %k, ptr %v58, i64 %am, i64 %ak, ptr %v51, i64 %bk, ptr %v66, i64 %v67, i64 %v68, i64 %v43)
  br label %b69
b71:
  call void @mm_float32_tile_12_2(i64 %k, ptr %v58, i64 %am, i64 %ak, ptr %v51, i64 %bk, ptr %v66, i64 %v67, i64 %v68, i64 %v43)
  br label %b69
b69:
  %v73 = xor i1 %v61, true
  br i1 %v73, label %b74, label %b75
b74:
  call void @mm_float32_flush(i64 12, i64 %v59, ptr %v1, ptr %v65, i64 %dm, i64 %add)
  br label %b75
b75:
  %v76 = add nsw i64 %i55, 12
  br label %b52
b54:
  br label %b77
b77:
  %i80 = phi i64 [ %v4, %b54 ], [ %v98, %b97 ]
  %v81 = icmp slt i64 %i80, %v8
  br i1 %v81, label %b78, label %b79
b78:
  %v82 = mul nsw i64 %i80, %am
  %v83 = getelementptr inbounds i8, ptr %a, i64 %v82
  %v84 = sub nsw i64 %n, %i47
  %v85 = icmp sge i64 %v84, 32
  %v86 = or i1 %v42, %v85
  %v87 = mul nsw i64 %i47, 4
  %v88 = getelementptr inbounds i8, ptr %d, i64 %v87
  %v89 = mul nsw i64 %i80, %dm
  %v90 = getelementptr inbounds i8, ptr %v88, i64 %v89
  %v91 = select i1 %v86, ptr %v90, ptr %v1
  %v92 = select i1 %v86, i64 %dm, i64 128
  %v93 = select i1 %v86, i64 %add, i64 0
  call void @mm_float32_tile_4_2(i64 %k, ptr %v83, i64 %am, i64 %ak, ptr %v51, i64 %bk, ptr %v91, i64 %v92, i64 %v93, i64 %v43)
  br label %b94
b94:
  %v95 = xor i1 %v86, true
  br i1 %v95, label %b96, label %b97
b96:
  call void @mm_float32_flush(i64 4, i64 %v84, ptr %v1, ptr %v90, i64 %dm, i64 %add)
  br label %b97
b97:
  %v98 = add nsw i64 %i80, 4
  br label %b77
b79:
  %v99 = icmp sgt i64 %v9, 0
  br i1 %v99, label %b100, label %b101
b100:
  %v102 = sub nsw i64 %n, %i47
  %v103 = icmp sge i64 %v102, 32
  %v104 = or i1 %v42, false
  %v105 = mul nsw i64 %i47, 4
  %v106 = getelementptr inbounds i8, ptr %d, i64 %v105
  %v107 = mul nsw i64 %v8, %dm
  %v108 = getelementptr inbounds i8, ptr %v106, i64 %v107
  %v109 = select i1 %v104, ptr %v108, ptr %v1
  %v110 = select i1 %v104, i64 %dm, i64 128
  %v111 = select i1 %v104, i64 %add, i64 0
  call void @mm_float32_tile_4_2(i64 %k, ptr %v2, i64 2112, i64 4, ptr %v51, i64 %bk, ptr %v109, i64 %v110, i64 %v111, i64 %v43)
  br label %b112
b112:
  %v113 = xor i1 %v104, true
  br i1 %v113, label %b114, label %b115
b114:
  call void @mm_float32_flush(i64 %v9, i64 %v102, ptr %v1, ptr %v108, i64 %dm, i64 %add)
  br label %b115
b115:
  br label %b101
b101:
  %v116 = add nsw i64 %i47, 32
  br label %b44
b46:
  ret void
}
define internal void @mm_float32_tile_12_1(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %ahead) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  %v3 = mul nsw i64 %am, 7
  %v4 = mul nsw i64 %am, 9
  %v5 = mul nsw i64 %am, 11
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v7, i64 %dm
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v8, i64 %dm
  call void @llvm.prefetch.p0(ptr %v9, i32 0, i32 3, i32 1)
  %v10 = getelementptr inbounds i8, ptr %v9, i64 %dm
  call void @llvm.prefetch.p0(ptr %v10, i32 0, i32 3, i32 1)
  %v11 = getelementptr inbounds i8, ptr %v10, i64 %dm
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v12 = getelementptr inbounds i8, ptr %v11, i64 %dm
  call void @llvm.prefetch.p0(ptr %v12, i32 0, i32 3, i32 1)
  %v13 = getelementptr inbounds i8, ptr %v12, i64 %dm
  call void @llvm.prefetch.p0(ptr %v13, i32 0, i32 3, i32 1)
  %v14 = getelementptr inbounds i8, ptr %v13, i64 %dm
  call void @llvm.prefetch.p0(ptr %v14, i32 0, i32 3, i32 1)
  %v15 = getelementptr inbounds i8, ptr %v14, i64 %dm
  call void @llvm.prefetch.p0(ptr %v15, i32 0, i32 3, i32 1)
  %v16 = getelementptr inbounds i8, ptr %v15, i64 %dm
  call void @llvm.prefetch.p0(ptr %v16, i32 0, i32 3, i32 1)
  %v17 = getelementptr inbounds i8, ptr %v16, i64 %dm
  %v20 = icmp sgt i64 %k, 0
  br i1 %v20, label %b18, label %b19
b18:
  %i21 = phi i64 [ %k, %start ], [ %v91, %b18 ]
  %c21_0 = phi <16 x float> [ zeroinitializer, %start ], [ %v44, %b18 ]
  %c21_1 = phi <16 x float> [ zeroinitializer, %start ], [ %v48, %b18 ]
  %c21_2 = phi <16 x float> [ zeroinitializer, %start ], [ %v52, %b18 ]
  %c21_3 = phi <16 x float> [ zeroinitializer, %start ], [ %v56, %b18 ]
  %c21_4 = phi <16 x float> [ zeroinitializer, %start ], [ %v60, %b18 ]
  %c21_5 = phi <16 x float> [ zeroinitializer, %start ], [ %v64, %b18 ]
  %c21_6 = phi <16 x float> [ zeroinitializer, %start ], [ %v68, %b18 ]
  %c21_7 = phi <16 x float> [ zeroinitializer, %start ], [ %v72, %b18 ]
  %c21_8 = phi <16 x float> [ zeroinitializer, %start ], [ %v76, %b18 ]
  %c21_9 = phi <16 x float> [ zeroinitializer, %start ], [ %v80, %b18 ]
  %c21_10 = phi <16 x float> [ zeroinitializer, %start ], [ %v84, %b18 ]
  %c21_11 = phi <16 x float> [ zeroinitializer, %start ], [ %v88, %b18 ]
  %c21_12 = phi ptr [ %a, %start ], [ %v89, %b18 ]
  %c21_13 = phi ptr [ %b, %start ], [ %v90, %b18 ]
  %v22 = call ptr asm "", "=r,0"(ptr %c21_12)
  %v23 = getelementptr inbounds i8, ptr %v22, i64 %am
  %v24 = shl i64 %am, 1
  %v25 = getelementptr inbounds i8, ptr %v22, i64 %v24
  %v26 = getelementptr inbounds i8, ptr %v22, i64 %v1
  %v27 = shl i64 %am, 2
  %v28 = getelementptr inbounds i8, ptr %v22, i64 %v27
  %v29 = getelementptr inbounds i8, ptr %v22, i64 %v2
  %v30 = shl i64 %v1, 1
  %v31 = getelementptr inbounds i8, ptr %v22, i64 %v30
  %v32 = getelementptr inbounds i8, ptr %v22, i64 %v3
  %v33 = shl i64 %am, 3
  %v34 = getelementptr inbounds i8, ptr %v22, i64 %v33
  %v35 = getelementptr inbounds i8, ptr %v22, i64 %v4
  %v36 = shl i64 %v2, 1
  %v37 = getelementptr inbounds i8, ptr %v22, i64 %v36
  %v38 = getelementptr inbounds i8, ptr %v22, i64 %v5
  %v39 = getelementptr inbounds i8, ptr %c21_13, i64 %ahead
  %v40 = load <16 x float>, ptr %c21_13, align 4
  call void @llvm.prefetch.p0(ptr %v39, i32 0, i32 3, i32 1)
  %v41 = load float, ptr %v22, align 4
  %v42 = insertelement <16 x float> poison, float %v41, i64 0
  %v43 = shufflevector <16 x float> %v42, <16 x float> poison, <16 x i32> zeroinitializer
  %v44 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v43, <16 x float> %v40, <16 x float> %c21_0)
  %v45 = load float, ptr %v23, align 4
  %v46 = insertelement <16 x float> poison, float %v45, i64 0
  %v47 = shufflevector <16 x float> %v46, <16 x float> poison, <16 x i32> zeroinitializer
  %v48 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v47, <16 x float> %v40, <16 x float> %c21_1)
  %v49 = load float, ptr %v25, align 4
  %v50 = insertelement <16 x float> poison, float %v49, i64 0
  %v51 = shufflevector <16 x float> %v50, <16 x float> poison, <16 x i32> zeroinitializer
  %v52 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v51, <16 x float> %v40, <16 x float> %c21_2)
  %v53 = load float, ptr %v26, align 4
  %v54 = insertelement <16 x float> poison, float %v53, i64 0
  %v55 = shufflevector <16 x float> %v54, <16 x float> poison, <16 x i32> zeroinitializer
  %v56 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v55, <16 x float> %v40, <16 x float> %c21_3)
  %v57 = load float, ptr %v28, align 4
  %v58 = insertelement <16 x float> poison, float %v57, i64 0
  %v59 = shufflevector <16 x float> %v58, <16 x float> poison, <16 x i32> zeroinitializer
  %v60 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v59, <16 x float> %v40, <16 x float> %c21_4)
  %v61 = load float, ptr %v29, align 4
  %v62 = insertelement <16 x float> poison, float %v61, i64 0
  %v63 = shufflevector <16 x float> %v62, <16 x float> poison, <16 x i32> zeroinitializer
  %v64 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v63, <16 x float> %v40, <16 x float> %c21_5)
  %v65 = load float, ptr %v31, align 4
  %v66 = insertelement <16 x float> poison, float %v65, i64 0
  %v67 = shufflevector <16 x float> %v66, <16 x float> poison, <16 x i32> zeroinitializer
  %v68 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v67, <16 x float> %v40, <16 x float> %c21_6)
  %v69 = load float, ptr %v32, align 4
  %v70 = insertelement <16 x float> poison, float %v69, i64 0
  %v71 = shufflevector <16 x float> %v70, <16 x float> poison, <16 x i32> zeroinitializer
  %v72 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v71, <16 x float> %v40, <16 x float> %c21_7)
  %v73 = load float, ptr %v34, align 4
  %v74 = insertelement <16 x float> poison, float %v73, i64 0
  %v75 = shufflevector <16 x float> %v74, <16 x float> poison, <16 x i32> zeroinitializer
  %v76 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v75, <16 x float> %v40, <16 x float> %c21_8)
  %v77 = load float, ptr %v35, align 4
  %v78 = insertelement <16 x float> poison, float %v77, i64 0
  %v79 = shufflevector <16 x float> %v78, <16 x float> poison, <16 x i32> zeroinitializer
  %v80 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v79, <16 x float> %v40, <16 x float> %c21_9)
  %v81 = load float, ptr %v37, align 4
  %v82 = insertelement <16 x float> poison, float %v81, i64 0
  %v83 = shufflevector <16 x float> %v82, <16 x float> poison, <16 x i32> zeroinitializer
  %v84 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v83, <16 x float> %v40, <16 x float> %c21_10)
  %v85 = load float, ptr %v38, align 4
  %v86 = insertelement <16 x float> poison, float %v85, i64 0
  %v87 = shufflevector <16 x float> %v86, <16 x float> poison, <16 x i32> zeroinitializer
  %v88 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v87, <16 x float> %v40, <16 x float> %c21_11)
  %v89 = getelementptr inbounds i8, ptr %v22, i64 %ak
  %v90 = getelementptr inbounds i8, ptr %c21_13, i64 %bk
  %v91 = add nsw i64 %i21, -1
  %v92 = icmp ne i64 %v91, 0
  br i1 %v92, label %b18, label %b19
b19:
  %v93 = phi <16 x float> [ zeroinitializer, %start ], [ %v44, %b18 ]
  %v94 = phi <16 x float> [ zeroinitializer, %start ], [ %v48, %b18 ]
  %v95 = phi <16 x float> [ zeroinitializer, %start ], [ %v52, %b18 ]
  %v96 = phi <16 x float> [ zeroinitializer, %start ], [ %v56, %b18 ]
  %v97 = phi <16 x float> [ zeroinitializer, %start ], [ %v60, %b18 ]
  %v98 = phi <16 x float> [ zeroinitializer, %start ], [ %v64, %b18 ]
  %v99 = phi <16 x float> [ zeroinitializer, %start ], [ %v68, %b18 ]
  %v100 = phi <16 x float> [ zeroinitializer, %start ], [ %v72, %b18 ]
  %v101 = phi <16 x float> [ zeroinitializer, %start ], [ %v76, %b18 ]
  %v102 = phi <16 x float> [ zeroinitializer, %start ], [ %v80, %b18 ]
  %v103 = phi <16 x float> [ zeroinitializer, %start ], [ %v84, %b18 ]
  %v104 = phi <16 x float> [ zeroinitializer, %start ], [ %v88, %b18 ]
  %v105 = phi ptr [ %a, %start ], [ %v89, %b18 ]
  %v106 = phi ptr [ %b, %start ], [ %v90, %b18 ]
  %v109 = icmp ne i64 %add, 0
  br i1 %v109, label %b107, label %b108
b107:
  %v110 = load <16 x float>, ptr %d, align 4
  %v111 = fadd <16 x float> %v110, %v93
  store <16 x float> %v111, ptr %d, align 4
  %v112 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v113 = load <16 x float>, ptr %v112, align 4
  %v114 = fadd <16 x float> %v113, %v94
  store <16 x float> %v114, ptr %v112, align 4
  %v115 = getelementptr inbounds i8, ptr %v112, i64 %dm
  %v116 = load <16 x float>, ptr %v115, align 4
  %v117 = fadd <16 x float> %v116, %v95
  store <16 x float> %v117, ptr %v115, align 4
  %v118 = getelementptr inbounds i8, ptr %v115, i64 %dm
  %v119 = load <16 x float>, ptr %v118, align 4
  %v120 = fadd <16 x float> %v119, %v96
  store <16 x float> %v120, ptr %v118, align 4
  %v121 = getelementptr inbounds i8, ptr %v118, i64 %dm
  %v122 = load <16 x float>, ptr %v121, align 4
  %v123 = fadd <16 x float> %v122, %v97
  store <16 x float> %v123, ptr %v121, align 4
  %v124 = getelementptr inbounds i8, ptr %v121, i64 %dm
  %v125 = load <16 x float>, ptr %v124, align 4
  %v126 = fadd <16 x float> %v125, %v98
  store <16 x float> %v126, ptr %v124, align 4
  %v127 = getelementptr inbounds i8, ptr %v124, i64 %dm
  %v128 = load <16 x float>, ptr %v127, align 4
  %v129 = fadd <16 x float> %v128, %v99
  store <16 x float> %v129, ptr %v127, align 4
  %v130 = getelementptr inbounds i8, ptr %v127, i64 %dm
  %v131 = load <16 x float>, ptr %v130, align 4
  %v132 = fadd <16 x float> %v131, %v100
  store <16 x float> %v132, ptr %v130, align 4
  %v133 = getelementptr inbounds i8, ptr %v130, i64 %dm
  %v134 = load <16 x float>, ptr %v133, align 4
  %v135 = fadd <16 x float> %v134, %v101
  store <16 x float> %v135, ptr %v133, align 4
  %v136 = getelementptr inbounds i8, ptr %v133, i64 %dm
  %v137 = load <16 x float>, ptr %v136, align 4
  %v138 = fadd <16 x float> %v137, %v102
  store <16 x float> %v138, ptr %v136, align 4
  %v139 = getelementptr inbounds i8, ptr %v136, i64 %dm
  %v140 = load <16 x float>, ptr %v139, align 4
  %v141 = fadd <16 x float> %v140, %v103
  store <16 x float> %v141, ptr %v139, align 4
  %v142 = getelementptr inbounds i8, ptr %v139, i64 %dm
  %v143 = load <16 x float>, ptr %v142, align 4
  %v144 = fadd <16 x float> %v143, %v104
  store <16 x float> %v144, ptr %v142, align 4
  %v145 = getelementptr inbounds i8, ptr %v142, i64 %dm
  ret void
b108:
  store <16 x float> %v93, ptr %d, align 4
  %v146 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <16 x float> %v94, ptr %v146, align 4
  %v147 = getelementptr inbounds i8, ptr %v146, i64 %dm
  store <16 x float> %v95, ptr %v147, align 4
  %v148 = getelementptr inbounds i8, ptr %v147, i64 %dm
  store <16 x float> %v96, ptr %v148, align 4
  %v149 = getelementptr inbounds i8, ptr %v148, i64 %dm
  store <16 x float> %v97, ptr %v149, align 4
  %v150 = getelementptr inbounds i8, ptr %v149, i64 %dm
  store <16 x float> %v98, ptr %v150, align 4
  %v151 = getelementptr inbounds i8, ptr %v150, i64 %dm
  store <16 x float> %v99, ptr %v151, align 4
  %v152 = getelementptr inbounds i8, ptr %v151, i64 %dm
  store <16 x float> %v100, ptr %v152, align 4
  %v153 = getelementptr inbounds i8, ptr %v152, i64 %dm
  store <16 x float> %v101, ptr %v153, align 4
  %v154 = getelementptr inbounds i8, ptr %v153, i64 %dm
  store <16 x float> %v102, ptr %v154, align 4
  %v155 = getelementptr inbounds i8, ptr %v154, i64 %dm
  store <16 x float> %v103, ptr %v155, align 4
  %v156 = getelementptr inbounds i8, ptr %v155, i64 %dm
  store <16 x float> %v104, ptr %v156, align 4
  %v157 = getelementptr inbounds i8, ptr %v156, i64 %dm
  ret void
}
define internal void @mm_float32_tile_12_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %ahead) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  %v3 = mul nsw i64 %am, 7
  %v4 = mul nsw i64 %am, 9
  %v5 = mul nsw i64 %am, 11
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %d, i64 64
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v7, i64 64
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v7, i64 %dm
  call void @llvm.prefetch.p0(ptr %v9, i32 0, i32 3, i32 1)
  %v10 = getelementptr inbounds i8, ptr %v9, i64 64
  call void @llvm.prefetch.p0(ptr %v10, i32 0, i32 3, i32 1)
  %v11 = getelementptr inbounds i8, ptr %v9, i64 %dm
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v12 = getelementptr inbounds i8, ptr %v11, i64 64
  call void @llvm.prefetch.p0(ptr %v12, i32 0, i32 3, i32 1)
  %v13 = getelementptr inbounds i8, ptr %v11, i64 %dm
  call void @llvm.prefetch.p0(ptr %v13, i32 0, i32 3, i32 1)
  %v14 = getelementptr inbounds i8, ptr %v13, i64 64
  call void @llvm.prefetch.p0(ptr %v14, i32 0, i32 3, i32 1)
  %v15 = getelementptr inbounds i8, ptr %v13, i64 %dm
  call void @llvm.prefetch.p0(ptr %v15, i32 0, i32 3, i32 1)
  %v16 = getelementptr inbounds i8, ptr %v15, i64 64
  call void @llvm.prefetch.p0(ptr %v16, i32 0, i32 3, i32 1)
  %v17 = getelementptr inbounds i8, ptr %v15, i64 %dm
  call void @llvm.prefetch.p0(ptr %v17, i32 0, i32 3, i32 1)
  %v18 = getelementptr inbounds i8, ptr %v17, i64 64
  call void @llvm.prefetch.p0(ptr %v18, i32 0, i32 3, i32 1)
  %v19 = getelementptr inbounds i8, ptr %v17, i64 %dm
  call void @llvm.prefetch.p0(ptr %v19, i32 0, i32 3, i32 1)
  %v20 = getelementptr inbounds i8, ptr %v19, i64 64
  call void @llvm.prefetch.p0(ptr %v20, i32 0, i32 3, i32 1)
  %v21 = getelementptr inbounds i8, ptr %v19, i64 %dm
  call void @llvm.prefetch.p0(ptr %v21, i32 0, i32 3, i32 1)
  %v22 = getelementptr inbounds i8, ptr %v21, i64 64
  call void @llvm.prefetch.p0(ptr %v22, i32 0, i32 3, i32 1)
  %v23 = getelementptr inbounds i8, ptr %v21, i64 %dm
  call void @llvm.prefetch.p0(ptr %v23, i32 0, i32 3, i32 1)
  %v24 = getelementptr inbounds i8, ptr %v23, i64 64
  call void @llvm.prefetch.p0(ptr %v24, i32 0, i32 3, i32 1)
  %v25 = getelementptr inbounds i8, ptr %v23, i64 %dm
  call void @llvm.prefetch.p0(ptr %v25, i32 0, i32 3, i32 1)
  %v26 = getelementptr inbounds i8, ptr %v25, i64 64
  call void @llvm.prefetch.p0(ptr %v26, i32 0, i32 3, i32 1)
  %v27 = getelementptr inbounds i8, ptr %v25, i64 %dm
  call void @llvm.prefetch.p0(ptr %v27, i32 0, i32 3, i32 1)
  %v28 = getelementptr inbounds i8, ptr %v27, i64 64
  call void @llvm.prefetch.p0(ptr %v28, i32 0, i32 3, i32 1)
  %v29 = getelementptr inbounds i8, ptr %v27, i64 %dm
  %v32 = icmp sgt i64 %k, 0
  br i1 %v32, label %b30, label %b31
b30:
  %i33 = phi i64 [ %k, %start ], [ %v118, %b30 ]
  %c33_0 = phi <16 x float> [ zeroinitializer, %start ], [ %v59, %b30 ]
  %c33_1 = phi <16 x float> [ zeroinitializer, %start ], [ %v60, %b30 ]
  %c33_2 = phi <16 x float> [ zeroinitializer, %start ], [ %v64, %b30 ]
  %c33_3 = phi <16 x float> [ zeroinitializer, %start ], [ %v65, %b30 ]
  %c33_4 = phi <16 x float> [ zeroinitializer, %start ], [ %v69, %b30 ]
  %c33_5 = phi <16 x float> [ zeroinitializer, %start ], [ %v70, %b30 ]
  %c33_6 = phi <16 x float> [ zeroinitializer, %start ], [ %v74, %b30 ]
  %c33_7 = phi <16 x float> [ zeroinitializer, %start ], [ %v75, %b30 ]
  %c33_8 = phi <16 x float> [ zeroinitializer, %start ], [ %v79, %b30 ]
  %c33_9 = phi <16 x float> [ zeroinitializer, %start ], [ %v80, %b30 ]
  %c33_10 = phi <16 x float> [ zeroinitializer, %start ], [ %v84, %b30 ]
  %c33_11 = phi <16 x float> [ zeroinitializer, %start ], [ %v85, %b30 ]
  %c33_12 = phi <16 x float> [ zeroinitializer, %start ], [ %v89, %b30 ]
  %c33_13 = phi <16 x float> [ zeroinitializer, %start ], [ %v90, %b30 ]
  %c33_14 = phi <16 x float> [ zeroinitializer, %start ], [ %v94, %b30 ]
  %c33_15 = phi <16 x float> [ zeroinitializer, %start ], [ %v95, %b30 ]
  %c33_16 = phi <16 x float> [ zeroinitializer, %start ], [ %v99, %b30 ]
  %c33_17 = phi <16 x float> [ zeroinitializer, %start ], [ %v100, %b30 ]
  %c33_18 = phi <16 x float> [ zeroinitializer, %start ], [ %v104, %b30 ]
  %c33_19 = phi <16 x float> [ zeroinitializer, %start ], [ %v105, %b30 ]
  %c33_20 = phi <16 x float> [ zeroinitializer, %start ], [ %v109, %b30 ]
  %c33_21 = phi <16 x float> [ zeroinitializer, %start ], [ %v110, %b30 ]
  %c33_22 = phi <16 x float> [ zeroinitializer, %start ], [ %v114, %b30 ]
  %c33_23 = phi <16 x float> [ zeroinitializer, %start ], [ %v115, %b30 ]
  %c33_24 = phi ptr [ %a, %start ], [ %v116, %b30 ]
  %c33_25 = phi ptr [ %b, %start ], [ %v117, %b30 ]
  %v34 = call ptr asm "", "=r,0"(ptr %c33_24)
  %v35 = getelementptr inbounds i8, ptr %v34, i64 %am
  %v36 = shl i64 %am, 1
  %v37 = getelementptr inbounds i8, ptr %v34, i64 %v36
  %v38 = getelementptr inbounds i8, ptr %v34, i64 %v1
  %v39 = shl i64 %am, 2
  %v40 = getelementptr inbounds i8, ptr %v34, i64 %v39
  %v41 = getelementptr inbounds i8, ptr %v34, i64 %v2
  %v42 = shl i64 %v1, 1
  %v43 = getelementptr inbounds i8, ptr %v34, i64 %v42
  %v44 = getelementptr inbounds i8, ptr %v34, i64 %v3
  %v45 = shl i64 %am, 3
  %v46 = getelementptr inbounds i8, ptr %v34, i64 %v45
  %v47 = getelementptr inbounds i8, ptr %v34, i64 %v4
  %v48 = shl i64 %v2, 1
  %v49 = getelementptr inbounds i8, ptr %v34, i64 %v48
  %v50 = getelementptr inbounds i8, ptr %v34, i64 %v5
  %v51 = getelementptr inbounds i8, ptr %c33_25, i64 %ahead
  %v52 = load <16 x float>, ptr %c33_25, align 4
  %v53 = getelementptr inbounds i8, ptr %c33_25, i64 64
  %v54 = load <16 x float>, ptr %v53, align 4
  call void @llvm.prefetch.p0(ptr %v51, i32 0, i32 3, i32 1)
  %v55 = getelementptr inbounds i8, ptr %v51, i64 64
  call void @llvm.prefetch.p0(ptr %v55, i32 0, i32 3, i32 1)
  %v56 = load float, ptr %v34, align 4
  %v57 = insertelement <16 x float> poison, float %v56, i64 0
  %v58 = shufflevector <16 x float> %v57, <16 x float> poison, <16 x i32> zeroinitializer
  %v59 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v58, <16 x float> %v52, <16 x float> %c33_0)
  %v60 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v58, <16 x float> %v54, <16 x float> %c33_1)
  %v61 = load float, ptr %v35, align 4
  %v62 = insertelement <16 x float> poison, float %v61, i64 0
  %v63 = shufflevector <16 x float> %v62, <16 x float> poison, <16 x i32> zeroinitializer
  %v64 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v63, <16 x float> %v52, <16 x float> %c33_2)
  %v65 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v63, <16 x float> %v54, <16 x float> %c33_3)
  %v66 = load float, ptr %v37, align 4
  %v67 = insertelement <16 x float> poison, float %v66, i64 0
  %v68 = shufflevector <16 x float> %v67, <16 x float> poison, <16 x i32> zeroinitializer
  %v69 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v68, <16 x float> %v52, <16 x float> %c33_4)
  %v70 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v68, <16 x float> %v54, <16 x float> %c33_5)
  %v71 = load float, ptr %v38, align 4
  %v72 = insertelement <16 x float> poison, float %v71, i64 0
  %v73 = shufflevector <16 x float> %v72, <16 x float> poison, <16 x i32> zeroinitializer
  %v74 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v73, <16 x float> %v52, <16 x float> %c33_6)
  %v75 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v73, <16 x float> %v54, <16 x float> %c33_7)
  %v76 = load float, ptr %v40, align 4
  %v77 = insertelement <16 x float> poison, float %v76, i64 0
  %v78 = shufflevector <16 x float> %v77, <16 x float> poison, <16 x i32> zeroinitializer
  %v79 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v52, <16 x float> %c33_8)
  %v80 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v54, <16 x float> %c33_9)
  %v81 = load float, ptr %v41, align 4
  %v82 = insertelement <16 x float> poison, float %v81, i64 0
  %v83 = shufflevector <16 x float> %v82, <16 x float> poison, <16 x i32> zeroinitializer
  %v84 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v83, <16 x float> %v52, <16 x float> %c33_10)
  %v85 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v83, <16 x float> %v54, <16 x float> %c33_11)
  %v86 = load float, ptr %v43, align 4
  %v87 = insertelement <16 x float> poison, float %v86, i64 0
  %v88 = shufflevector <16 x float> %v87, <16 x float> poison, <16 x i32> zeroinitializer
  %v89 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v88, <16 x float> %v52, <16 x float> %c33_12)
  %v90 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v88, <16 x float> %v54, <16 x float> %c33_13)
  %v91 = load float, ptr %v44, align 4
  %v92 = insertelement <16 x float> poison, float %v91, i64 0
  %v93 = shufflevector <16 x float> %v92, <16 x float> poison, <16 x i32> zeroinitializer
  %v94 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v93, <16 x float> %v52, <16 x float> %c33_14)
  %v95 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v93, <16 x float> %v54, <16 x float> %c33_15)
  %v96 = load float, ptr %v46, align 4
  %v97 = insertelement <16 x float> poison, float %v96, i64 0
  %v98 = shufflevector <16 x float> %v97, <16 x float> poison, <16 x i32> zeroinitializer
  %v99 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v98, <16 x float> %v52, <16 x float> %c33_16)
  %v100 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v98, <16 x float> %v54, <16 x float> %c33_17)
  %v101 = load float, ptr %v47, align 4
  %v102 = insertelement <16 x float> poison, float %v101, i64 0
  %v103 = shufflevector <16 x float> %v102, <16 x float> poison, <16 x i32> zeroinitializer
  %v104 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v103, <16 x float> %v52, <16 x float> %c33_18)
  %v105 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v103, <16 x float> %v54, <16 x float> %c33_19)
  %v106 = load float, ptr %v49, align 4
  %v107 = insertelement <16 x float> poison, float %v106, i64 0
  %v108 = shufflevector <16 x float> %v107, <16 x float> poison, <16 x i32> zeroinitializer
  %v109 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v108, <16 x float> %v52, <16 x float> %c33_20)
  %v110 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v108, <16 x float> %v54, <16 x float> %c33_21)
  %v111 = load float, ptr %v50, align 4
  %v112 = insertelement <16 x float> poison, float %v111, i64 0
  %v113 = shufflevector <16 x float> %v112, <16 x float> poison, <16 x i32> zeroinitializer
  %v114 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v113, <16 x float> %v52, <16 x float> %c33_22)
  %v115 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v113, <16 x float> %v54, <16 x float> %c33_23)
  %v116 = getelementptr inbounds i8, ptr %v34, i64 %ak
  %v117 = getelementptr inbounds i8, ptr %c33_25, i64 %bk
  %v118 = add nsw i64 %i33, -1
  %v119 = icmp ne i64 %v118, 0
  br i1 %v119, label %b30, label %b31
b31:
  %v120 = phi <16 x float> [ zeroinitializer, %start ], [ %v59, %b30 ]
  %v121 = phi <16 x float> [ zeroinitializer, %start ], [ %v60, %b30 ]
  %v122 = phi <16 x float> [ zeroinitializer, %start ], [ %v64, %b30 ]
  %v123 = phi <16 x float> [ zeroinitializer, %start ], [ %v65, %b30 ]
  %v124 = phi <16 x float> [ zeroinitializer, %start ], [ %v69, %b30 ]
  %v125 = phi <16 x float> [ zeroinitializer, %start ], [ %v70, %b30 ]
  %v126 = phi <16 x float> [ zeroinitializer, %start ], [ %v74, %b30 ]
  %v127 = phi <16 x float> [ zeroinitializer, %start ], [ %v75, %b30 ]
  %v128 = phi <16 x float> [ zeroinitializer, %start ], [ %v79, %b30 ]
  %v129 = phi <16 x float> [ zeroinitializer, %start ], [ %v80, %b30 ]
  %v130 = phi <16 x float> [ zeroinitializer, %start ], [ %v84, %b30 ]
  %v131 = phi <16 x float> [ zeroinitializer, %start ], [ %v85, %b30 ]
  %v132 = phi <16 x float> [ zeroinitializer, %start ], [ %v89, %b30 ]
  %v133 = phi <16 x float> [ zeroinitializer, %start ], [ %v90, %b30 ]
  %v134 = phi <16 x float> [ zeroinitializer, %start ], [ %v94, %b30 ]
  %v135 = phi <16 x float> [ zeroinitializer, %start ], [ %v95, %b30 ]
  %v136 = phi <16 x float> [ zeroinitializer, %start ], [ %v99, %b30 ]
  %v137 = phi <16 x float> [ zeroinitializer, %start ], [ %v100, %b30 ]
  %v138 = phi <16 x float> [ zeroinitializer, %start ], [ %v104, %b30 ]
  %v139 = phi <16 x float> [ zeroinitializer, %start ], [ %v105, %b30 ]
  %v140 = phi <16 x float> [ zeroinitializer, %start ], [ %v109, %b30 ]
  %v141 = phi <16 x float> [ zeroinitializer, %start ], [ %v110, %b30 ]
  %v142 = phi <16 x float> [ zeroinitializer, %start ], [ %v114, %b30 ]
  %v143 = phi <16 x float> [ zeroinitializer, %start ], [ %v115, %b30 ]
  %v144 = phi ptr [ %a, %start ], [ %v116, %b30 ]
  %v145 = phi ptr [ %b, %start ], [ %v117, %b30 ]
  %v148 = icmp ne i64 %add, 0
  br i1 %v148, label %b146, label %b147
b146:
  %v149 = load <16 x float>, ptr %d, align 4
  %v150 = fadd <16 x float> %v149, %v120
  store <16 x float> %v150, ptr %d, align 4
  %v151 = getelementptr inbounds i8, ptr %d, i64 64
  %v152 = load <16 x float>, ptr %v151, align 4
  %v153 = fadd <16 x float> %v152, %v121
  store <16 x float> %v153, ptr %v151, align 4
  %v154 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v155 = load <16 x float>, ptr %v154, align 4
  %v156 = fadd <16 x float> %v155, %v122
  store <16 x float> %v156, ptr %v154, align 4
  %v157 = getelementptr inbounds i8, ptr %v154, i64 64
  %v158 = load <16 x float>, ptr %v157, align 4
  %v159 = fadd <16 x float> %v158, %v123
  store <16 x float> %v159, ptr %v157, align 4
  %v160 = getelementptr inbounds i8, ptr %v154, i64 %dm
  %v161 = load <16 x float>, ptr %v160, align 4
  %v162 = fadd <16 x float> %v161, %v124
  store <16 x float> %v162, ptr %v160, align 4
  %v163 = getelementptr inbounds i8, ptr %v160, i64 64
  %v164 = load <16 x float>, ptr %v163, align 4
  %v165 = fadd <16 x float> %v164, %v125
  store <16 x float> %v165, ptr %v163, align 4
  %v166 = getelementptr inbounds i8, ptr %v160, i64 %dm
  %v167 = load <16 x float>, ptr %v166, align 4
  %v168 = fadd <16 x float> %v167, %v126
  store <16 x float> %v168, ptr %v166, align 4
  %v169 = getelementptr inbounds i8, ptr %v166, i64 64
  %v170 = load <16 x float>, ptr %v169, align 4
  %v171 = fadd <16 x float> %v170, %v127
  store <16 x float> %v171, ptr %v169, align 4
  %v172 = getelementptr inbounds i8, ptr %v166, i64 %dm
  %v173 = load <16 x float>, ptr %v172, align 4
  %v174 = fadd <16 x float> %v173, %v128
  store <16 x float> %v174, ptr %v172, align 4
  %v175 = getelementptr inbounds i8, ptr %v172, i64 64
  %v176 = load <16 x float>, ptr %v175, align 4
  %v177 = fadd <16 x float> %v176, %v129
  store <16 x float> %v177, ptr %v175, align 4
  %v178 = getelementptr inbounds i8, ptr %v172, i64 %dm
  %v179 = load <16 x float>, ptr %v178, align 4
  %v180 = fadd <16 x float> %v179, %v130
  store <16 x float> %v180, ptr %v178, align 4
  %v181 = getelementptr inbounds i8, ptr %v178, i64 64
  %v182 = load <16 x float>, ptr %v181, align 4
  %v183 = fadd <16 x float> %v182, %v131
  store <16 x float> %v183, ptr %v181, align 4
  %v184 = getelementptr inbounds i8, ptr %v178, i64 %dm
  %v185 = load <16 x float>, ptr %v184, align 4
  %v186 = fadd <16 x float> %v185, %v132
  store <16 x float> %v186, ptr %v184, align 4
  %v187 = getelementptr inbounds i8, ptr %v184, i64 64
  %v188 = load <16 x float>, ptr %v187, align 4
  %v189 = fadd <16 x float> %v188, %v133
  store <16 x float> %v189, ptr %v187, align 4
  %v190 = getelementptr inbounds i8, ptr %v184, i64 %dm
  %v191 = load <16 x float>, ptr %v190, align 4
  %v192 = fadd <16 x float> %v191, %v134
  store <16 x float> %v192, ptr %v190, align 4
  %v193 = getelementptr inbounds i8, ptr %v190, i64 64
  %v194 = load <16 x float>, ptr %v193, align 4
  %v195 = fadd <16 x float> %v194, %v135
  store <16 x float> %v195, ptr %v193, align 4
  %v196 = getelementptr inbounds i8, ptr %v190, i64 %dm
  %v197 = load <16 x float>, ptr %v196, align 4
  %v198 = fadd <16 x float> %v197, %v136
  store <16 x float> %v198, ptr %v196, align 4
  %v199 = getelementptr inbounds i8, ptr %v196, i64 64
  %v200 = load <16 x float>, ptr %v199, align 4
  %v201 = fadd <16 x float> %v200, %v137
  store <16 x float> %v201, ptr %v199, align 4
  %v202 = getelementptr inbounds i8, ptr %v196, i64 %dm
  %v203 = load <16 x float>, ptr %v202, align 4
  %v204 = fadd <16 x float> %v203, %v138
  store <16 x float> %v204, ptr %v202, align 4
  %v205 = getelementptr inbounds i8, ptr %v202, i64 64
  %v206 = load <16 x float>, ptr %v205, align 4
  %v207 = fadd <16 x float> %v206, %v139
  store <16 x float> %v207, ptr %v205, align 4
  %v208 = getelementptr inbounds i8, ptr %v202, i64 %dm
  %v209 = load <16 x float>, ptr %v208, align 4
  %v210 = fadd <16 x float> %v209, %v140
  store <16 x float> %v210, ptr %v208, align 4
  %v211 = getelementptr inbounds i8, ptr %v208, i64 64
  %v212 = load <16 x float>, ptr %v211, align 4
  %v213 = fadd <16 x float> %v212, %v141
  store <16 x float> %v213, ptr %v211, align 4
  %v214 = getelementptr inbounds i8, ptr %v208, i64 %dm
  %v215 = load <16 x float>, ptr %v214, align 4
  %v216 = fadd <16 x float> %v215, %v142
  store <16 x float> %v216, ptr %v214, align 4
  %v217 = getelementptr inbounds i8, ptr %v214, i64 64
  %v218 = load <16 x float>, ptr %v217, align 4
  %v219 = fadd <16 x float> %v218, %v143
  store <16 x float> %v219, ptr %v217, align 4
  %v220 = getelementptr inbounds i8, ptr %v214, i64 %dm
  ret void
b147:
  store <16 x float> %v120, ptr %d, align 4
  %v221 = getelementptr inbounds i8, ptr %d, i64 64
  store <16 x float> %v121, ptr %v221, align 4
  %v222 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <16 x float> %v122, ptr %v222, align 4
  %v223 = getelementptr inbounds i8, ptr %v222, i64 64
  store <16 x float> %v123, ptr %v223, align 4
  %v224 = getelementptr inbounds i8, ptr %v222, i64 %dm
  store <16 x float> %v124, ptr %v224, align 4
  %v225 = getelementptr inbounds i8, ptr %v224, i64 64
  store <16 x float> %v125, ptr %v225, align 4
  %v226 = getelementptr inbounds i8, ptr %v224, i64 %dm
  store <16 x float> %v126, ptr %v226, align 4
  %v227 = getelementptr inbounds i8, ptr %v226, i64 64
  store <16 x float> %v127, ptr %v227, align 4
  %v228 = getelementptr inbounds i8, ptr %v226, i64 %dm
  store <16 x float> %v128, ptr %v228, align 4
  %v229 = getelementptr inbounds i8, ptr %v228, i64 64
  store <16 x float> %v129, ptr %v229, align 4
  %v230 = getelementptr inbounds i8, ptr %v228, i64 %dm
  store <16 x float> %v130, ptr %v230, align 4
  %v231 = getelementptr inbounds i8, ptr %v230, i64 64
  store <16 x float> %v131, ptr %v231, align 4
  %v232 = getelementptr inbounds i8, ptr %v230, i64 %dm
  store <16 x float> %v132, ptr %v232, align 4
  %v233 = getelementptr inbounds i8, ptr %v232, i64 64
  store <16 x float> %v133, ptr %v233, align 4
  %v234 = getelementptr inbounds i8, ptr %v232, i64 %dm
  store <16 x float> %v134, ptr %v234, align 4
  %v235 = getelementptr inbounds i8, ptr %v234, i64 64
  store <16 x float> %v135, ptr %v235, align 4
  %v236 = getelementptr inbounds i8, ptr %v234, i64 %dm
  store <16 x float> %v136, ptr %v236, align 4
  %v237 = getelementptr inbounds i8, ptr %v236, i64 64
  store <16 x float> %v137, ptr %v237, align 4
  %v238 = getelementptr inbounds i8, ptr %v236, i64 %dm
  store <16 x float> %v138, ptr %v238, align 4
  %v239 = getelementptr inbounds i8, ptr %v238, i64 64
  store <16 x float> %v139, ptr %v239, align 4
  %v240 = getelementptr inbounds i8, ptr %v238, i64 %dm
  store <16 x float> %v140, ptr %v240, align 4
  %v241 = getelementptr inbounds i8, ptr %v240, i64 64
  store <16 x float> %v141, ptr %v241, align 4
  %v242 = getelementptr inbounds i8, ptr %v240, i64 %dm
  store <16 x float> %v142, ptr %v242, align 4
  %v243 = getelementptr inbounds i8, ptr %v242, i64 64
  store <16 x float> %v143, ptr %v243, align 4
  %v244 = getelementptr inbounds i8, ptr %v242, i64 %dm
  ret void
}
define internal void @mm_float32_flush(i64 %rows, i64 %n, ptr %t, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = call i64 @llvm.smin.i64(i64 %n, i64 16)
  %v2 = call i64 @llvm.smax.i64(i64 %v1, i64 0)
  %v3 = trunc i64 %v2 to i32
  %v4 = insertelement <16 x i32> poison, i32 %v3, i64 0
  %v5 = shufflevector <16 x i32> %v4, <16 x i32> poison, <16 x i32> zeroinitializer
  %v6 = icmp slt <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v5
  %v7 = call i64 @llvm.smin.i64(i64 %n, i64 32)
  %v8 = call i64 @llvm.smax.i64(i64 %v7, i64 0)
  %v9 = trunc i64 %v8 to i32
  %v10 = insertelement <16 x i32> poison, i32 %v9, i64 0
  %v11 = shufflevector <16 x i32> %v10, <16 x i32> poison, <16 x i32> zeroinitializer
  %v12 = icmp slt <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v11
  %v13 = icmp ne i64 %add, 0
  br label %b14
b14:
  %i17 = phi i64 [ 0, %start ], [ %v33, %b15 ]
  %v18 = icmp slt i64 %i17, %rows
  br i1 %v18, label %b15, label %b16
b15:
  %v19 = mul nsw i64 %i17, 128
  %v20 = getelementptr inbounds i8, ptr %t, i64 %v19
  %v21 = mul nsw i64 %i17, %dm
  %v22 = getelementptr inbounds i8, ptr %d, i64 %v21
  %v23 = load <16 x float>, ptr %v20, align 4
  %v24 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v22, i32 4, <16 x i1> %v6, <16 x float> zeroinitializer)
  %v25 = fadd <16 x float> %v24, %v23
  %v26 = select i1 %v13, <16 x float> %v25, <16 x float> %v23
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v26, ptr %v22, i32 4, <16 x i1> %v6)
  %v27 = getelementptr inbounds i8, ptr %v22, i64 64
  %v28 = getelementptr inbounds i8, ptr %v20, i64 64
  %v29 = load <16 x float>, ptr %v28, align 4
  %v30 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v27, i32 4, <16 x i1> %v12, <16 x float> zeroinitializer)
  %v31 = fadd <16 x float> %v30, %v29
  %v32 = select i1 %v13, <16 x float> %v31, <16 x float> %v29
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v32, ptr %v27, i32 4, <16 x i1> %v12)
  %v33 = add nsw i64 %i17, 1
  br label %b14
b16:
  ret void
}
define internal void @mm_float32_tile_4_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %ahead) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %d, i64 64
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v3, i64 64
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v3, i64 %dm
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v5, i64 64
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v5, i64 %dm
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v7, i64 64
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v7, i64 %dm
  %v12 = icmp sgt i64 %k, 0
  br i1 %v12, label %b10, label %b11
b10:
  %i13 = phi i64 [ %k, %start ], [ %v46, %b10 ]
  %c13_0 = phi <16 x float> [ zeroinitializer, %start ], [ %v27, %b10 ]
  %c13_1 = phi <16 x float> [ zeroinitializer, %start ], [ %v28, %b10 ]
  %c13_2 = phi <16 x float> [ zeroinitializer, %start ], [ %v32, %b10 ]
  %c13_3 = phi <16 x float> [ zeroinitializer, %start ], [ %v33, %b10 ]
  %c13_4 = phi <16 x float> [ zeroinitializer, %start ], [ %v37, %b10 ]
  %c13_5 = phi <16 x float> [ zeroinitializer, %start ], [ %v38, %b10 ]
  %c13_6 = phi <16 x float> [ zeroinitializer, %start ], [ %v42, %b10 ]
  %c13_7 = phi <16 x float> [ zeroinitializer, %start ], [ %v43, %b10 ]
  %c13_8 = phi ptr [ %a, %start ], [ %v44, %b10 ]
  %c13_9 = phi ptr [ %b, %start ], [ %v45, %b10 ]
  %v14 = call ptr asm "", "=r,0"(ptr %c13_8)
  %v15 = getelementptr inbounds i8, ptr %v14, i64 %am
  %v16 = shl i64 %am, 1
  %v17 = getelementptr inbounds i8, ptr %v14, i64 %v16
  %v18 = getelementptr inbounds i8, ptr %v14, i64 %v1
  %v19 = getelementptr inbounds i8, ptr %c13_9, i64 %ahead
  %v20 = load <16 x float>, ptr %c13_9, align 4
  %v21 = getelementptr inbounds i8, ptr %c13_9, i64 64
  %v22 = load <16 x float>, ptr %v21, align 4
  call void @llvm.prefetch.p0(ptr %v19, i32 0, i32 3, i32 1)
  %v23 = getelementptr inbounds i8, ptr %v19, i64 64
  call void @llvm.prefetch.p0(ptr %v23, i32 0, i32 3, i32 1)
  %v24 = load float, ptr %v14, align 4
  %v25 = insertelement <16 x float> poison, float %v24, i64 0
  %v26 = shufflevector <16 x float> %v25, <16 x float> poison, <16 x i32> zeroinitializer
  %v27 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v26, <16 x float> %v20, <16 x float> %c13_0)
  %v28 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v26, <16 x float> %v22, <16 x float> %c13_1)
  %v29 = load float, ptr %v15, align 4
  %v30 = insertelement <16 x float> poison, float %v29, i64 0
  %v31 = shufflevector <16 x float> %v30, <16 x float> poison, <16 x i32> zeroinitializer
  %v32 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v31, <16 x float> %v20, <16 x float> %c13_2)
  %v33 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v31, <16 x float> %v22, <16 x float> %c13_3)
  %v34 = load float, ptr %v17, align 4
  %v35 = insertelement <16 x float> poison, float %v34, i64 0
  %v36 = shufflevector <16 x float> %v35, <16 x float> poison, <16 x i32> zeroinitializer
  %v37 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v36, <16 x float> %v20, <16 x float> %c13_4)
  %v38 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v36, <16 x float> %v22, <16 x float> %c13_5)
  %v39 = load float, ptr %v18, align 4
  %v40 = insertelement <16 x float> poison, float %v39, i64 0
  %v41 = shufflevector <16 x float> %v40, <16 x float> poison, <16 x i32> zeroinitializer
  %v42 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v41, <16 x float> %v20, <16 x float> %c13_6)
  %v43 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v41, <16 x float> %v22, <16 x float> %c13_7)
  %v44 = getelementptr inbounds i8, ptr %v14, i64 %ak
  %v45 = getelementptr inbounds i8, ptr %c13_9, i64 %bk
  %v46 = add nsw i64 %i13, -1
  %v47 = icmp ne i64 %v46, 0
  br i1 %v47, label %b10, label %b11
b11:
  %v48 = phi <16 x float> [ zeroinitializer, %start ], [ %v27, %b10 ]
  %v49 = phi <16 x float> [ zeroinitializer, %start ], [ %v28, %b10 ]
  %v50 = phi <16 x float> [ zeroinitializer, %start ], [ %v32, %b10 ]
  %v51 = phi <16 x float> [ zeroinitializer, %start ], [ %v33, %b10 ]
  %v52 = phi <16 x float> [ zeroinitializer, %start ], [ %v37, %b10 ]
  %v53 = phi <16 x float> [ zeroinitializer, %start ], [ %v38, %b10 ]
  %v54 = phi <16 x float> [ zeroinitializer, %start ], [ %v42, %b10 ]
  %v55 = phi <16 x float> [ zeroinitializer, %start ], [ %v43, %b10 ]
  %v56 = phi ptr [ %a, %start ], [ %v44, %b10 ]
  %v57 = phi ptr [ %b, %start ], [ %v45, %b10 ]
  %v60 = icmp ne i64 %add, 0
  br i1 %v60, label %b58, label %b59
b58:
  %v61 = load <16 x float>, ptr %d, align 4
  %v62 = fadd <16 x float> %v61, %v48
  store <16 x float> %v62, ptr %d, align 4
  %v63 = getelementptr inbounds i8, ptr %d, i64 64
  %v64 = load <16 x float>, ptr %v63, align 4
  %v65 = fadd <16 x float> %v64, %v49
  store <16 x float> %v65, ptr %v63, align 4
  %v66 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v67 = load <16 x float>, ptr %v66, align 4
  %v68 = fadd <16 x float> %v67, %v50
  store <16 x float> %v68, ptr %v66, align 4
  %v69 = getelementptr inbounds i8, ptr %v66, i64 64
  %v70 = load <16 x float>, ptr %v69, align 4
  %v71 = fadd <16 x float> %v70, %v51
  store <16 x float> %v71, ptr %v69, align 4
  %v72 = getelementptr inbounds i8, ptr %v66, i64 %dm
  %v73 = load <16 x float>, ptr %v72, align 4
  %v74 = fadd <16 x float> %v73, %v52
  store <16 x float> %v74, ptr %v72, align 4
  %v75 = getelementptr inbounds i8, ptr %v72, i64 64
  %v76 = load <16 x float>, ptr %v75, align 4
  %v77 = fadd <16 x float> %v76, %v53
  store <16 x float> %v77, ptr %v75, align 4
  %v78 = getelementptr inbounds i8, ptr %v72, i64 %dm
  %v79 = load <16 x float>, ptr %v78, align 4
  %v80 = fadd <16 x float> %v79, %v54
  store <16 x float> %v80, ptr %v78, align 4
  %v81 = getelementptr inbounds i8, ptr %v78, i64 64
  %v82 = load <16 x float>, ptr %v81, align 4
  %v83 = fadd <16 x float> %v82, %v55
  store <16 x float> %v83, ptr %v81, align 4
  %v84 = getelementptr inbounds i8, ptr %v78, i64 %dm
  ret void
b59:
  store <16 x float> %v48, ptr %d, align 4
  %v85 = getelementptr inbounds i8, ptr %d, i64 64
  store <16 x float> %v49, ptr %v85, align 4
  %v86 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <16 x float> %v50, ptr %v86, align 4
  %v87 = getelementptr inbounds i8, ptr %v86, i64 64
  store <16 x float> %v51, ptr %v87, align 4
  %v88 = getelementptr inbounds i8, ptr %v86, i64 %dm
  store <16 x float> %v52, ptr %v88, align 4
  %v89 = getelementptr inbounds i8, ptr %v88, i64 64
  store <16 x float> %v53, ptr %v89, align 4
  %v90 = getelementptr inbounds i8, ptr %v88, i64 %dm
  store <16 x float> %v54, ptr %v90, align 4
  %v91 = getelementptr inbounds i8, ptr %v90, i64 64
  store <16 x float> %v55, ptr %v91, align 4
  %v92 = getelementptr inbounds i8, ptr %v90, i64 %dm
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
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
